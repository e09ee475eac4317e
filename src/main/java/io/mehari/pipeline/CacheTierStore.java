package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.CacheTier;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.exchange.CallState;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Keeps a success in a tier of the cache outside of this process, which takes it in its own time: a step of stage {@code
 * tool-call-cache-store}. The call does not wait, and that its result is not kept is no failure of it. Safe for concurrent use.
 */
final class CacheTierStore implements Processor {
    private final CacheTier tier;

    /**
     * A step.
     *
     * @param tier keeps results
     */
    CacheTierStore(CacheTier tier) {
        this.tier = tier;
    }

    @Override
    public void process(Exchange exchange) {
        String key = CallState.cacheKey(exchange);
        if (key != null
                && CallState.result(exchange) instanceof Success success
                && !success.cacheHit()
                && exchange.getMessage().getBody() instanceof ObjectNode result) {
            CallState.tool(exchange).calls().cache().ifPresent(ttl -> tier.store(key, result, ttl));
        }
    }
}
