package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.CacheSettings;
import io.mehari.cache.CacheTier;
import io.mehari.cache.CacheTiers;
import io.mehari.cache.ResultCache;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.Tool;
import io.mehari.component.generation.SwitchedStep;
import io.mehari.exchange.CallState;
import io.mehari.monitoring.diagnostics.OutputChecks;
import io.mehari.protection.CallbackOnce;
import io.netty.util.Timer;
import java.util.Optional;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of the cache's stages, one for each tier. Routes are built without those whose tier is not configured. */
@Configuration(proxyBeanMethods = false)
class CacheStagesConfiguration {
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
        return step(tier.map(known -> new CallbackOnce(new CacheTierLookup(known, nearer))));
    }

    @Bean
    AsyncProcessor cacheJoin(JoinedCalls calls, CacheSettings settings, Timer timer) {
        return SwitchedStep.of(
                new CallbackOnce(new CacheJoin(calls, settings.joinWait(), timer)),
                !settings.joinWait().isZero());
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
        return step(tiers.redis().map(CacheTierStore::new).map(AsyncProcessorConverterHelper::convert));
    }

    @Bean
    Processor cacheDatabaseStore(CacheTiers tiers) {
        return step(tiers.database().map(CacheTierStore::new).map(AsyncProcessorConverterHelper::convert));
    }

    /** A step of a tier, if it is there. */
    private static AsyncProcessor step(Optional<? extends AsyncProcessor> tier) {
        return SwitchedStep.of(tier.isPresent() ? tier.get() : SwitchedStep.NOTHING, tier.isPresent());
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
