package io.mehari.component.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Caller;
import io.mehari.call.Scope;
import io.mehari.support.Tools;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Routes from and to websocket-jetty:, and routes that are commands. */
class WebsocketRoutesTest {
    private final SocketHub hub = new SocketHub();
    private final CommandRegistry commands = new CommandRegistry();
    private final DefaultCamelContext context = context();

    private record Client(String key, String path, List<String> got) implements LiveSocket {
        Client(String key, String path) {
            this(key, path, new CopyOnWriteArrayList<>());
        }

        @Override
        public Caller caller() {
            return Caller.LOCAL;
        }

        @Override
        public InetAddress peer() {
            return null;
        }

        @Override
        public void send(String text) {
            got.add(text);
        }

        @Override
        public void push(String text) {
            got.add(text);
        }

        @Override
        public void close(int status, String reason) {
            got.add("closed");
        }
    }

    private DefaultCamelContext context() {
        DefaultCamelContext made = new DefaultCamelContext();
        made.disableJMX();
        made.getRegistry().bind("hub", hub);
        made.getRegistry().bind("commands", commands);
        return made;
    }

    @BeforeEach
    void start() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("websocket-jetty:/chat?fireWebSocketEvents=true")
                        .routeId("chat")
                        .choice()
                        .when(header(WebsocketHeaders.EVENT_TYPE).isNotNull())
                        .setBody(simple("event ${header[websocket.eventType]}"))
                        .end()
                        .to("websocket-jetty:/chat?sendToAll=true");
                from("direct:one").to("websocket-jetty:/chat");
                from("direct:prices").to("websocket-jetty:/prices?sendToAll=true");
                from("websocket-command:double,half?scope=call")
                        .routeId("numbers")
                        .process(exchange -> {
                            int value = exchange.getMessage()
                                    .getBody(JsonNode.class)
                                    .path("n")
                                    .asInt();
                            String name = exchange.getMessage().getHeader(WebsocketHeaders.COMMAND, String.class);
                            exchange.getMessage().setBody(Map.of("n", name.equals("double") ? 2 * value : value / 2));
                        });
                from("websocket-command:fails").process(exchange -> {
                    throw new CommandFailedException(CommandError.BUSY, "later");
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    @DisplayName("S0.5: websocket-jetty: consumer and producer, headers connectionKey, sendToAll, eventType")
    void messagesGoToAllOfThePath() {
        Client one = new Client("1", "/chat");
        Client two = new Client("2", "/chat");
        Client other = new Client("3", "/prices");
        List.of(one, two, other).forEach(hub::opened);
        hub.listener("/chat").orElseThrow().message(one, "hello");
        assertThat(one.got()).containsExactly("event 1", "event 1", "hello");
        assertThat(two.got()).containsExactly("event 1", "hello");
        hub.closed(two);
        assertThat(one.got()).endsWith("event 0");
        assertThat(other.got()).isEmpty();
    }

    @Test
    void aMessageGoesToTheConnectionsThatAreNamed() {
        Client one = new Client("1", "/chat");
        Client two = new Client("2", "/chat");
        hub.opened(one);
        hub.opened(two);
        one.got().clear();
        two.got().clear();
        send("direct:one", Map.of("a", 1), Map.of(WebsocketHeaders.CONNECTION_KEY, "2"));
        assertThat(two.got()).containsExactly("{\"a\":1}");
        send("direct:one", "x", Map.of(WebsocketHeaders.CONNECTION_KEY_LIST, "1, 2,gone"));
        send("direct:one", "y", Map.of(WebsocketHeaders.CONNECTION_KEY_LIST, List.of("1")));
        send("direct:one", "z", Map.of(WebsocketHeaders.SEND_TO_ALL, true));
        assertThat(one.got()).containsExactly("x", "y", "z");
        assertThatThrownBy(() -> send("direct:one", "x", Map.of()))
                .cause()
                .hasMessageContaining("websocket.connectionKey");
    }

    private void send(String to, Object body, Map<String, Object> headers) {
        context.createProducerTemplate().sendBodyAndHeaders(to, body, headers);
    }

    @Test
    @DisplayName("S0.5: reloaded routes may add paths, connections stay")
    void connectionsOutliveTheirRoutes() throws Exception {
        assertThat(hub.serves("/chat")).isTrue();
        assertThat(hub.serves("/prices")).as("a route sends there").isTrue();
        assertThat(hub.serves("/other")).isFalse();
        Client one = new Client("1", "/chat");
        hub.opened(one);
        DefaultCamelContext next = context();
        next.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("websocket-jetty:/chat").setBody(constant("new")).to("websocket-jetty:/chat?sendToAll=true");
                from("websocket-jetty:/other?scope=admin").log("other");
                from("websocket-command:double").setBody(constant("{\"n\": 0}"));
            }
        });
        next.start();
        context.stop();
        hub.listener("/chat").orElseThrow().message(one, "hello");
        assertThat(one.got()).endsWith("new").doesNotContain("hello");
        assertThat(hub.listener("/other").orElseThrow().scope()).contains(Scope.ADMIN);
        assertThat(hub.serves("/prices")).isFalse();
        assertThat(commands.find("half")).isEmpty();
        assertThat(run("double", "{'n': 3}")).isEqualTo(Tools.json("{'n': 0}"));
        next.stop();
        assertThat(commands.all()).isEmpty();
        assertThat(hub.serves("/chat")).isFalse();
        assertThat(hub.find("1")).isPresent();
    }

    private JsonNode run(String name, String params) throws Exception {
        CommandCall call = new CommandCall(name, Caller.LOCAL, null, progress -> {});
        return commands.find(name)
                .orElseThrow()
                .run()
                .of(call, Tools.json(params))
                .get(5, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("S0.5: a command is a route")
    void commandsRunTheirRoute() throws Exception {
        assertThat(run("double", "{'n': 3}")).isEqualTo(Tools.json("{'n': 6}"));
        assertThat(run("half", "{'n': 3}")).isEqualTo(Tools.json("{'n': 1}"));
        assertThat(commands.find("double").orElseThrow().scope()).isEqualTo(Scope.CALL);
        assertThat(commands.find("fails").orElseThrow().scope())
                .as("unless it says otherwise")
                .isEqualTo(Scope.ADMIN);
        assertThatThrownBy(() -> run("fails", "{}"))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("later");
        assertThat(Optional.of(commands.find("double").orElseThrow().route())).contains("numbers");
    }

    @Test
    void refusesAddressesThatCannotBe() {
        assertRefused("websocket-jetty:/ws", "the gateway's own commands");
        assertRefused("websocket-command:Get Stats", "cannot be the name of a command");
        assertRefused("websocket-command:x?scope=root", "call, monitor or admin");
        assertRefused("websocket-jetty:/x?scope=root", "call, monitor or admin");
    }

    private void assertRefused(String uri, String reason) {
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(uri).log("x");
                    }
                }))
                .rootCause()
                .hasMessageContaining(reason);
    }
}
