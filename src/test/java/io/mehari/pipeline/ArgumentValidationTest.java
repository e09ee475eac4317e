package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.Violation;
import io.mehari.catalog.Tool;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.Tools;
import java.util.Map;
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
        new ArgumentValidation().process(exchange);
        assertThat(exchange.getProperty(ExchangeState.RESULT)).isSameAs(rejected);
    }

    private ToolCallResult resultOf(Object body) {
        Exchange exchange = exchangeOf(body);
        new ArgumentValidation().process(exchange);
        return exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class);
    }

    private Exchange exchangeOf(Object body) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(ExchangeState.TOOL, tool);
        exchange.getMessage().setBody(body);
        return exchange;
    }
}
