package io.mehari.tools;

import io.mehari.call.ToolCall;
import io.mehari.component.aitool.ToolArgumentException;
import io.mehari.exchange.ExchangeState;
import io.mehari.result.LargeResults;
import io.mehari.result.ResultPage;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Puts a part of a large result into the body: the tool {@code read_result}, with headers {@code handle}, {@code offset} and
 * {@code limit}. Safe for concurrent use.
 */
final class ReadResult implements Processor {
    private final LargeResults results;

    /**
     * The step.
     *
     * @param results has them
     */
    ReadResult(LargeResults results) {
        this.results = results;
    }

    @Override
    public void process(Exchange exchange) {
        String handle = exchange.getMessage().getHeader("handle", "", String.class);
        int offset = number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
        int limit = number(exchange, "limit", ResultPage.USUAL, 1, ResultPage.MOST);
        ToolCall call = exchange.getProperty(ExchangeState.CALLED_BY, ToolCall.class);
        String caller = call == null ? "" : call.context().caller().name();
        ResultPage page = results.page(handle, caller, offset, limit)
                .orElseThrow(
                        () -> new ToolArgumentException("There is no result of that handle for this caller (any more):"
                                + " results are kept for a while only. Call its tool again"));
        exchange.getMessage().setBody(page.json());
    }

    private static int number(Exchange exchange, String name, int absent, int least, int most) {
        Object value = exchange.getMessage().getHeader(name);
        if (value == null) {
            return absent;
        }
        if (value instanceof Number number && number.longValue() >= least && number.longValue() <= most) {
            return number.intValue();
        }
        throw new ToolArgumentException(name + " must be a whole number from " + least + " to " + most);
    }
}
