package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallControl;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.Violation;
import io.mehari.catalog.Tool;
import io.mehari.catalog.schema.SchemaCompiler;
import io.mehari.catalog.schema.ToolSchema;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.Tools;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class ArgumentValidationTest {
    private final Tool tool = Tools.tool(
            "files",
            Tools.json("{'name': 'read', 'inputSchema': {'type': 'object', 'required': ['path'],"
                    + " 'properties': {'path': {'type': 'string'}}}}"),
            Tools.limits().build(),
            false);

    @Test
    void letsGoodArgumentsPass() {
        assertThat(resultOf(Tools.json("{'path': 'a'}"))).isNull();
    }

    @Test
    void answersWithTheViolations() {
        assertThat(resultOf(Tools.json("{'path': 1}")))
                .isInstanceOfSatisfying(
                        InvalidArguments.class,
                        invalid -> assertThat(invalid.violations())
                                .extracting(Violation::pointer)
                                .containsExactly("/path"));
    }

    @Test
    void readsWhatARouteAuthorLeft() {
        assertThat(resultOf(Map.of("path", "a"))).isNull();
        assertThat(resultOf("{\"path\": \"a\"}")).isNull();
        assertThat(resultOf(null)).isInstanceOf(InvalidArguments.class);
    }

    @Test
    void aMapThatHoldsItselfIsAViolation() {
        Map<String, Object> circle = new HashMap<>();
        circle.put("path", circle);
        assertThat(resultOf(circle)).isInstanceOf(InvalidArguments.class);
    }

    @Test
    void whatIsNoObjectIsAViolation() {
        assertThat(resultOf("[1, 2]")).isInstanceOf(InvalidArguments.class);
        assertThat(resultOf("no json")).isInstanceOf(InvalidArguments.class);
        assertThat(resultOf(new byte[3])).isInstanceOf(InvalidArguments.class);
    }

    @Test
    void leavesAnAnsweredCallAlone() {
        Exchange exchange = exchangeOf(Tools.json("{}"));
        Rejected rejected = Rejected.notFound("gone");
        exchange.setProperty(ExchangeState.RESULT, rejected);
        assertThat(new ArgumentValidation().process(exchange, doneSync -> {})).isTrue();
        assertThat(exchange.getProperty(ExchangeState.RESULT)).isSameAs(rejected);
    }

    @Test
    void aCallWaitsForASchemaThatIsNotCompiledYet() throws Exception {
        try (SchemaCompiler compiler = new SchemaCompiler()) {
            ToolSchema schema = compiler.schema(tool.definition().get("inputSchema"));
            Exchange exchange = exchangeOf(Tools.json("{'path': 1}"));
            exchange.setProperty(ExchangeState.TOOL, withSchema(schema));
            LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
            exchange.setProperty(ExchangeState.CONTROL, new CallControl(params -> {}, loop::add));
            AtomicBoolean done = new AtomicBoolean();

            assertThat(new ArgumentValidation().process(exchange, doneSync -> done.set(!doneSync)))
                    .isFalse();

            Runnable rest = loop.poll(20, TimeUnit.SECONDS);
            assertThat(exchange.getProperty(ExchangeState.RESULT))
                    .as("nothing is done on the thread that compiles")
                    .isNull();
            rest.run();
            assertThat(done).isTrue();
            assertThat(exchange.getProperty(ExchangeState.RESULT)).isInstanceOf(InvalidArguments.class);
        }
    }

    private Tool withSchema(ToolSchema schema) {
        return new Tool(
                tool.server(),
                tool.name(),
                tool.definition(),
                schema,
                tool.calls(),
                false,
                tool.bulkhead(),
                tool.route(),
                tool.fingerprint());
    }

    private ToolCallResult resultOf(Object body) {
        Exchange exchange = exchangeOf(body);
        assertThat(new ArgumentValidation().process(exchange, doneSync -> {})).isTrue();
        return exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class);
    }

    private Exchange exchangeOf(Object body) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(ExchangeState.TOOL, tool);
        exchange.getMessage().setBody(body);
        return exchange;
    }
}
