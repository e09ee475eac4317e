package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.ResultCache;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.mehari.text.Causes;
import io.mehari.text.LogThrottle;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a success for the next time: stage {@code tool-call-cache-store}. Only where lookup left a key. */
final class CacheStore implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(CacheStore.class);

    private final ResultCache cache;
    private final LogThrottle failures = new LogThrottle();

    CacheStore(ResultCache cache) {
        this.cache = cache;
    }

    @Override
    public void process(Exchange exchange) {
        String key = CallState.cacheKey(exchange);
        if (key != null
                && CallState.result(exchange) instanceof Success success
                && !success.cacheHit()
                && exchange.getMessage().getBody() instanceof ObjectNode result) {
            Tool tool = CallState.tool(exchange);
            tool.calls().cache().ifPresent(ttl -> store(key, result, ttl));
        }
    }

    /** The call is answered: that its result cannot be kept is no failure of the call. */
    private void store(String key, ObjectNode result, Duration ttl) {
        try {
            cache.store(key, result, ttl);
        } catch (RuntimeException e) {
            long times = failures.occurred();
            if (times > 0) {
                LOG.warn("The cache did not keep a result: {} ({} so far)", Causes.of(e), times);
            }
        }
    }
}
