package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.ResultCache;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.Tool;
import io.mehari.exchange.ExchangeState;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Keeps a success for the next time: stage {@code tool-call-cache-store}. Only where lookup left a key. */
final class CacheStore implements Processor {
    private final ResultCache cache;

    CacheStore(ResultCache cache) {
        this.cache = cache;
    }

    @Override
    public void process(Exchange exchange) {
        String key = exchange.getProperty(ExchangeState.CACHE_KEY, String.class);
        if (key != null
                && exchange.getProperty(ExchangeState.RESULT) instanceof Success success
                && !success.cacheHit()
                && exchange.getMessage().getBody() instanceof ObjectNode result) {
            Tool tool = exchange.getProperty(ExchangeState.TOOL, Tool.class);
            tool.calls().cache().ifPresent(ttl -> cache.store(key, result, ttl));
        }
    }
}
