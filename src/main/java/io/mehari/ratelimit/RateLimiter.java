package io.mehari.ratelimit;

import io.mehari.call.Quota;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Counts calls of callers. Where they are counted is its own business: in this process, or in a store that several gateways
 * share. Safe for concurrent use.
 */
@FunctionalInterface
public interface RateLimiter {
    /**
     * Counts one call, if it is within the limit. Never blocks.
     *
     * @param caller name under which its calls are counted together
     * @param limit what holds for this caller now
     * @return what is left; ended already where nothing had to be waited for, never exceptionally, and within 100 ms: what
     *     cannot ask its store in this time decides by itself
     */
    CompletableFuture<Quota> take(String caller, RateLimit limit);

    /**
     * Other limits hold.
     *
     * @param settings all of them
     * @param limits by the name of the caller; null for none
     */
    default void change(RateLimitSettings settings, Function<String, RateLimit> limits) {}

    /**
     * Why calls are not counted where several gateways count theirs.
     *
     * @return a few words; empty while they are
     */
    default Optional<String> problem() {
        return Optional.empty();
    }
}
