package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ArgumentMode;
import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.Violation;
import io.mehari.catalog.Tool;
import io.mehari.catalog.schema.SchemaCompiler;
import io.mehari.catalog.schema.ToolSchema;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.Tools;
import io.mehari.upstream.CallSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
    void theShortFormMayPutTheBodyRight() {
        Tool counting = counting(Tools.limits().build());
        assertThat(bodyAfter(counting, Optional.of(ArgumentMode.COERCE))).isEqualTo(Tools.json("{'n': 5}"));
        assertThat(bodyAfter(counting, Optional.of(ArgumentMode.MCPO))).hasToString("{\"n\":5}");
        assertThat(bodyAfter(counting, Optional.of(ArgumentMode.STRICT))).isNull();
        assertThat(bodyAfter(counting, Optional.empty())).isNull();
    }

    @Test
    void whatTheEntryOfTheServerSaysHoldsInTheShortFormAlone() {
        Tool strict = counting(Tools.limits().arguments(ArgumentMode.STRICT).build());
        Tool coercing = counting(Tools.limits().arguments(ArgumentMode.COERCE).build());
        assertThat(bodyAfter(strict, Optional.of(ArgumentMode.COERCE))).isNull();
        assertThat(bodyAfter(strict, Optional.of(ArgumentMode.MCPO))).isNull();
        assertThat(bodyAfter(coercing, Optional.of(ArgumentMode.STRICT))).isEqualTo(Tools.json("{'n': 5}"));
        assertThat(bodyAfter(coercing, Optional.empty())).isNull();
    }

    private static Tool counting(CallSettings calls) {
        return Tools.tool(
                "files",
                Tools.json("{'name': 'count', 'inputSchema': {'properties': {'n': {'type': 'integer'}}}}"),
                calls,
                false);
    }

    /** The body after a call with a number in quotes; null if it was refused. */
    private Object bodyAfter(Tool called, Optional<ArgumentMode> mode) {
        ObjectNode arguments = Tools.json("{'n': '5'}");
        Exchange exchange = exchangeOf(arguments);
        ToolCall plain = Tools.call("files", "count", arguments);
        exchange.setProperty(ExchangeState.TOOL, called);
        exchange.setProperty(
                ExchangeState.CALL, new ToolCall("files", "count", arguments, plain.context(), mode, null, false));
        new ArgumentValidation().process(exchange, doneSync -> {});
        assertThat(arguments).as("what was sent").isEqualTo(Tools.json("{'n': '5'}"));
        return exchange.getProperty(ExchangeState.RESULT) == null
                ? exchange.getMessage().getBody()
                : null;
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
