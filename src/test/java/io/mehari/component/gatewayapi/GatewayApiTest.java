package io.mehari.component.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Caller;
import io.mehari.component.websocket.CommandCall;
import io.mehari.component.websocket.CommandError;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.support.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that ask for what the gateway's own paths answer. */
class GatewayApiTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<String> asked = new ArrayList<>();
    private CompletableFuture<JsonNode> answer = CompletableFuture.completedFuture(Tools.json("{'a': 1}"));

    @BeforeEach
    void start() {
        context.disableJMX();
        context.getRegistry().bind("operations", GatewayOperations.class, new GatewayOperations() {
            @Override
            public boolean has(String operation) {
                return Set.of("get:/a/{x}", "post:/b").contains(operation);
            }

            @Override
            public CompletableFuture<JsonNode> run(String operation, ObjectNode params, Caller caller) {
                asked.add(operation + " " + params + " " + caller.name());
                return answer;
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange send(String uri, Object body, CommandCall command) {
        return context.createProducerTemplate().request(uri, exchange -> {
            exchange.setProperty(CommandCall.PROPERTY, command);
            exchange.getMessage().setBody(body);
        });
    }

    @Test
    void leavesTheAnswerInTheBody() {
        Exchange exchange = send("gateway-api:get:/a/{x}", Map.of("x", 1), null);
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.json("{'a': 1}"));
        assertThat(asked).singleElement().asString().startsWith("get:/a/{x} {\"x\":1} route ");
    }

    @Test
    void asksInTheNameOfTheCaller() {
        CommandCall command = new CommandCall("b", new Caller("ops", Set.of()), null, progress -> {});
        String uri = "gateway-api:command?operation.a=get:/a/{x}&operation.b=post:/b";
        send(uri, Tools.json("{'y': 2}"), command);
        assertThat(asked).containsExactly("post:/b {\"y\":2} ops");
        CommandCall other = new CommandCall("c", Caller.LOCAL, null, progress -> {});
        assertThat(send(uri, Tools.json("{}"), other).getException()).hasMessageContaining("operation.c");
    }

    @Test
    void aRefusalFailsTheStep() {
        answer = CompletableFuture.failedFuture(new CommandFailedException(CommandError.NOT_FOUND, "gone"));
        assertThat(send("gateway-api:post:/b", null, null).getException()).hasMessage("gone");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertRefused("gateway-api:get:/nothing", "no operation \"get:/nothing\"");
        assertRefused("gateway-api:command", "operation.NAME");
        assertRefused("gateway-api:post:/b?operation.x=post:/b", "operation.NAME");
        assertRefused("gateway-api:command?operation.x=get:/nothing", "get:/nothing");
    }

    private void assertRefused(String uri, String reason) {
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:x" + asked.size()).to(uri);
                    }
                }))
                .rootCause()
                .hasMessageContaining(reason);
    }
}
