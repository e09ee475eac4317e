package io.mehari.pipeline;

import io.mehari.cache.CacheTier;
import io.mehari.cache.TierHit;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.exchange.CallState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Answers from a tier of the cache outside of this process, and keeps what it finds in the tiers nearer by: a step of stage {@code
 * tool-call-cache-lookup}. Ends at once where a tier before has answered or the cache is off; no thread waits. Safe for concurrent use.
 */
final class CacheTierLookup extends AsyncProcessorSupport {
    private final CacheTier tier;
    private final Filling nearer;
    private final Renewals renewals;

    /** Keeps a result in tiers. */
    @FunctionalInterface
    interface Filling {
        /**
         * Keeps a result. Never fails.
         *
         * @param key of the call
         * @param found the result, and how long it holds
         */
        void keep(String key, TierHit found);
    }

    /**
     * A step.
     *
     * @param tier is asked
     * @param nearer keep what it has
     * @param renewals takes what does not hold any more
     */
    CacheTierLookup(CacheTier tier, Filling nearer, Renewals renewals) {
        this.tier = tier;
        this.nearer = nearer;
        this.renewals = renewals;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String key = CallState.isAnswered(exchange) ? null : CallState.cacheKey(exchange);
        if (key == null) {
            callback.done(true);
            return true;
        }
        CompletableFuture<Optional<TierHit>> answer = tier.find(key);
        if (answer.isDone()) {
            take(exchange, key, answer.join());
            callback.done(true);
            return true;
        }
        answer.whenComplete((found, failure) -> {
            try {
                take(exchange, key, found);
            } finally { // a result that cannot be kept nearer by is no reason to hold the call
                CallState.control(exchange).resume(() -> callback.done(false));
            }
        });
        return false;
    }

    /** Nothing holds for longer than it would from a call: the clock that said so may be ahead of this one. */
    private void take(Exchange exchange, String key, Optional<TierHit> found) {
        if (found.isEmpty()) {
            return;
        }
        TierHit hit = new TierHit(found.get().result(), found.get().lifetime().within(KeptResult.most(exchange)));
        if (hit.lifetime().isFresh()) {
            CallState.answer(exchange, hit.result(), new Success(hit.result(), true));
        } else if (!hit.lifetime().stale().isZero()) {
            renewals.answer(exchange, hit.result(), hit.lifetime().age());
        }
        if (CallState.isAnswered(exchange)) {
            nearer.keep(key, hit);
        }
    }
}
