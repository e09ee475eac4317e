package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.CacheSettings;
import io.mehari.cache.CacheTier;
import io.mehari.cache.CacheTiers;
import io.mehari.cache.ResultCache;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.mehari.monitoring.diagnostics.OutputChecks;
import io.mehari.protection.CallbackOnce;
import io.netty.util.Timer;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of the cache's stages, one for each tier. A step whose tier is not configured does nothing. */
@Configuration(proxyBeanMethods = false)
class CacheStagesConfiguration {
    private static final AsyncProcessor NOTHING = new AsyncProcessorSupport() {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            callback.done(true);
            return true;
        }
    };

    private static final Processor NOT_KEPT = exchange -> {};

    @Bean
    JoinedCalls joinedCalls() {
        return new JoinedCalls();
    }

    @Bean
    AsyncProcessor cacheLookup(ResultCache cache, Timer timer) {
        return new CallbackOnce(new CacheLookup(cache, timer));
    }

    @Bean
    AsyncProcessor cacheRedisLookup(CacheTiers tiers) {
        return lookup(tiers.redis(), (key, hit) -> tiers.memory().store(key, hit.result(), hit.left()));
    }

    @Bean
    AsyncProcessor cacheDatabaseLookup(CacheTiers tiers) {
        return lookup(tiers.database(), (key, hit) -> {
            tiers.memory().store(key, hit.result(), hit.left());
            tiers.redis().ifPresent(redis -> redis.store(key, hit.result(), hit.left()));
        });
    }

    private static AsyncProcessor lookup(Optional<CacheTier> tier, CacheTierLookup.Filling nearer) {
        return tier.<AsyncProcessor>map(known -> new CallbackOnce(new CacheTierLookup(known, nearer)))
                .orElse(NOTHING);
    }

    @Bean
    AsyncProcessor cacheJoin(JoinedCalls calls, CacheSettings settings, Timer timer) {
        return settings.joinWait().isZero()
                ? NOTHING
                : new CallbackOnce(new CacheJoin(calls, settings.joinWait(), timer));
    }

    @Bean
    Processor cacheStore(ResultCache cache, JoinedCalls calls, OutputChecks outputs) {
        CacheStore store = new CacheStore(cache);
        return exchange -> {
            store.process(exchange);
            see(exchange, calls, outputs);
        };
    }

    @Bean
    Processor cacheRedisStore(CacheTiers tiers) {
        return tiers.redis().<Processor>map(CacheTierStore::new).orElse(NOT_KEPT);
    }

    @Bean
    Processor cacheDatabaseStore(CacheTiers tiers) {
        return tiers.database().<Processor>map(CacheTierStore::new).orElse(NOT_KEPT);
    }

    private static void see(Exchange exchange, JoinedCalls calls, OutputChecks outputs) {
        Tool tool = CallState.tool(exchange);
        if (tool != null && CallState.result(exchange) instanceof Success success && !success.cacheHit()) {
            String key = CallState.cacheKey(exchange);
            if (key != null && exchange.getMessage().getBody() instanceof ObjectNode result) {
                calls.succeeded(key, result);
            }
            outputs.seen(tool, success.result());
        }
    }
}
