package io.mehari.pipeline;

import io.mehari.cache.CacheKey;
import io.mehari.cache.ResultCache;
import io.mehari.call.ToolArguments;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.Tool;
import io.mehari.exchange.ExchangeState;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Answers from the cache where it is switched on for the tool: stage {@code tool-call-cache-lookup}. */
final class CacheLookup implements Processor {
    private final ResultCache cache;

    CacheLookup(ResultCache cache) {
        this.cache = cache;
    }

    @Override
    public void process(Exchange exchange) {
        Tool tool = exchange.getProperty(ExchangeState.TOOL, Tool.class);
        if (tool == null || tool.calls().cache().isEmpty() || exchange.getProperty(ExchangeState.RESULT) != null) {
            return;
        }
        ToolArguments.of(exchange.getMessage().getBody()).ifPresent(arguments -> {
            ToolCall call = exchange.getProperty(ExchangeState.CALL, ToolCall.class);
            String key = CacheKey.of(tool.server(), tool.fingerprint(), tool.name(), arguments, callerOf(tool, call));
            exchange.setProperty(ExchangeState.CACHE_KEY, key);
            cache.find(key).ifPresent(result -> {
                exchange.getMessage().setBody(result);
                exchange.setProperty(ExchangeState.RESULT, new Success(result, true));
            });
        });
    }

    private static Optional<String> callerOf(Tool tool, ToolCall call) {
        return tool.calls().cacheShared()
                ? Optional.empty()
                : Optional.of(call.context().caller().name());
    }
}
