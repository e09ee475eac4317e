package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.ServerNames;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.mehari.result.LargeResults;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Gives the caller the head of a large result, and a handle to read the rest by: the bean {@code resultShortening}. Calls of
 * routes get everything, and so do those who read parts. Of no effect while {@code mehari.results.enabled} is off. Safe for
 * concurrent use.
 */
final class ResultShortening implements Processor {
    /** The tool that reads parts. */
    private static final String READER = "read_result";

    private final LargeResults results;

    /**
     * The step.
     *
     * @param results keeps what is shortened
     */
    ResultShortening(LargeResults results) {
        this.results = results;
    }

    @Override
    public void process(Exchange exchange) {
        if (!results.isOn()
                || !(CallState.result(exchange) instanceof Success success)
                || !(exchange.getMessage().getBody() instanceof ObjectNode result)) {
            return;
        }
        ToolCall call = CallState.call(exchange);
        if (call.context().depth() > 0
                || call.server().equals(ServerNames.TOOL_ROUTES) && call.tool().equals(READER)) {
            return;
        }
        Tool tool = CallState.tool(exchange);
        boolean promised = tool != null && tool.definition().has("outputSchema");
        results.shortened(
                        call.server() + "/" + call.tool(),
                        call.context().caller().name(),
                        result,
                        promised)
                .ifPresent(head ->
                        CallState.answer(exchange, head, new Success(head, success.cacheHit(), success.staleAge())));
    }
}
