package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.CacheActivity;
import io.mehari.cache.CacheSettings;
import io.mehari.cache.CacheTier;
import io.mehari.cache.CacheTiers;
import io.mehari.cache.CallLeases;
import io.mehari.cache.ResultCache;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.component.generation.SwitchedStep;
import io.mehari.component.generation.ToolComponent;
import io.mehari.exchange.CallState;
import io.mehari.monitoring.diagnostics.OutputChecks;
import io.mehari.protection.CallbackOnce;
import io.mehari.upstream.CachePolicy;
import io.netty.util.Timer;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of the cache's stages, one for each tier. Routes are built without those whose tier is not configured. */
@Configuration(proxyBeanMethods = false)
class CacheStagesConfiguration {
    private static final BiConsumer<String, CompletableFuture<Boolean>> NOTHING_FOLLOWS = (key, kept) -> {};

    @Bean
    JoinedCalls joinedCalls() {
        return new JoinedCalls();
    }

    @Bean
    Renewals renewals(
            ObjectProvider<CamelContext> context,
            ToolCatalog catalog,
            CacheSettings settings,
            CacheActivity activity,
            Timer timer,
            Clock clock) {
        return new Renewals(
                new PipelineEntry(context::getObject, ToolComponent.PIPELINE)::send,
                call -> catalog.find(call.server(), call.tool())
                        .flatMap(tool -> tool.calls().cache())
                        .filter(CachePolicy::staleWhileRevalidate)
                        .isPresent(),
                settings.renewals(),
                activity,
                timer,
                clock);
    }

    @Bean
    AsyncProcessor cacheLookup(ResultCache cache, Timer timer, Renewals renewals) {
        return new CallbackOnce(new CacheLookup(cache, timer, renewals));
    }

    @Bean
    AsyncProcessor cacheRedisLookup(CacheTiers tiers, Renewals renewals) {
        return lookup(tiers.redis(), (key, hit) -> tiers.memory().store(key, hit.result(), hit.lifetime()), renewals);
    }

    @Bean
    AsyncProcessor cacheDatabaseLookup(CacheTiers tiers, Renewals renewals) {
        return lookup(
                tiers.database(),
                (key, hit) -> {
                    tiers.memory().store(key, hit.result(), hit.lifetime());
                    tiers.redis().ifPresent(redis -> redis.store(key, hit.result(), hit.lifetime()));
                },
                renewals);
    }

    private static AsyncProcessor lookup(Optional<CacheTier> tier, CacheTierLookup.Filling nearer, Renewals renewals) {
        return step(tier.map(known -> new CallbackOnce(new CacheTierLookup(known, nearer, renewals))));
    }

    @Bean
    AsyncProcessor cacheJoin(
            JoinedCalls calls,
            CacheSettings settings,
            Timer timer,
            CacheActivity activity,
            ObjectProvider<CallLeases> leases,
            ResultCache memory) {
        CallLeases known = leases.getIfAvailable();
        LeaseWait.Across across = known == null
                ? null
                : new LeaseWait.Across(
                        known,
                        (key, hit) -> {
                            memory.store(key, hit.result(), hit.lifetime());
                            calls.succeeded(key, hit.result());
                        },
                        activity,
                        timer);
        return SwitchedStep.of(
                new CallbackOnce(new CacheJoin(calls, settings.joinWait(), timer, activity, across)),
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
    Processor cacheRedisStore(CacheTiers tiers, ObjectProvider<CallLeases> leases) {
        CallLeases known = leases.getIfAvailable();
        return step(tiers.redis()
                .map(tier -> new CacheTierStore(tier, known == null ? NOTHING_FOLLOWS : known::releaseAfter))
                .map(AsyncProcessorConverterHelper::convert));
    }

    @Bean
    Processor cacheDatabaseStore(CacheTiers tiers) {
        return step(tiers.database()
                .map(tier -> new CacheTierStore(tier, NOTHING_FOLLOWS))
                .map(AsyncProcessorConverterHelper::convert));
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
