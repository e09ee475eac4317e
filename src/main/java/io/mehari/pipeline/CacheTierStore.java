package io.mehari.pipeline;

import io.mehari.cache.CacheScope;
import io.mehari.cache.CacheTier;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Keeps a success in a tier of the cache outside of this process, which takes it in its own time: a step of stage {@code
 * tool-call-cache-store}. The call does not wait, and that its result is not kept is no failure of it. Safe for concurrent use.
 */
final class CacheTierStore implements Processor {
    private final CacheTier tier;
    private final BiConsumer<String, CompletableFuture<Boolean>> kept;

    /**
     * A step.
     *
     * @param tier keeps results
     * @param kept is given the key of each result, and what ends when it is kept for sure or is not
     */
    CacheTierStore(CacheTier tier, BiConsumer<String, CompletableFuture<Boolean>> kept) {
        this.tier = tier;
        this.kept = kept;
    }

    @Override
    public void process(Exchange exchange) {
        KeptResult result = KeptResult.of(exchange);
        if (result != null) {
            kept.accept(result.key(), store(result));
        }
    }

    /** What is not to be kept takes the place of what stood there, too. */
    private CompletableFuture<Boolean> store(KeptResult result) {
        if (!result.isDropped()) {
            return tier.store(result.key(), result.result(), result.lifetime());
        }
        return result.replaces()
                ? tier.remove(CacheScope.ofKey(result.key()))
                : CompletableFuture.completedFuture(false);
    }
}
