package io.mehari.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.support.Tools;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class CallStateTest {
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final List<Boolean> ends = new ArrayList<>();

    @Test
    void anExchangeWithoutACallHasNoState() {
        assertThat(CallState.call(exchange)).isNull();
        assertThat(CallState.tool(exchange)).isNull();
        assertThat(CallState.result(exchange)).isNull();
        assertThat(CallState.isAnswered(exchange)).isFalse();
        assertThat(CallState.cacheKey(exchange)).isNull();
        assertThat(CallState.failure(exchange)).isNull();
        assertThat(CallState.category(exchange)).isNull();
        assertThat(CallState.control(exchange).isCancelled()).isFalse();
        assertThatThrownBy(() -> CallState.requiredTool(exchange)).hasMessageContaining("tool-call-admit");
    }

    @Test
    void readsTheNamesThatRouteFilesUse() {
        ToolCall call = Tools.call("files", "read", Tools.json("{}"));
        CallControl control = new CallControl();
        exchange.setProperty("mehariCall", call);
        exchange.setProperty("mehariControl", control);
        assertThat(CallState.call(exchange)).isSameAs(call);
        assertThat(CallState.control(exchange)).isSameAs(control);
    }

    @Test
    void writesTheNamesThatRouteFilesUse() {
        Tool tool = Tools.tool("files", "read");
        Failed failed = Failed.timedOut("files", "late");
        CallState.found(exchange, tool);
        CallState.cacheKey(exchange, "key");
        CallState.classified(exchange, failed, "SLOW");
        ToolCallResult result = ToolCallResult.of(Tools.text("x"));
        CallState.answer(exchange, Tools.text("x"), result);
        assertThat(exchange.getProperties())
                .containsEntry("mehariTool", tool)
                .containsEntry("mehariRoute", "upstream-files")
                .containsEntry("mehariCacheKey", "key")
                .containsEntry("mehariFailure", failed)
                .containsEntry("mehariCategory", "SLOW")
                .containsEntry("mehariResult", result);
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.text("x"));
        assertThat(CallState.isAnswered(exchange)).isTrue();
        assertThat(CallState.requiredTool(exchange)).isSameAs(tool);
    }

    @Test
    void failsOnTheThreadOfTheCall() {
        Failed failed = Failed.timedOut("files", "late");
        assertThat(CallState.fail(exchange, ends::add, failed)).isTrue();
        assertThat(ends).containsExactly(true);
        assertThat(exchange.getException(ToolCallException.class).result()).isEqualTo(failed);
    }

    @Test
    void failsOnAnotherThreadLater() {
        IllegalStateException defect = new IllegalStateException("broken");
        CallState.failLater(exchange, ends::add, defect);
        assertThat(ends).containsExactly(false);
        assertThat(exchange.getException()).isSameAs(defect);
    }
}
