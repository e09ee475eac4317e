package io.mehari.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets calls alike run once in all gateways that share something: who wants to run one asks for the lease of its key, and is given the result
 * instead where there is one by then. No method waits or fails. Safe for concurrent use.
 */
public interface CallLeases {
    /**
     * Asks to run a call.
     *
     * @param key of its result
     * @param stale how long results of its tool are kept there after they hold
     * @return ends within a limit, on a thread of its own or of the timer, and never exceptionally
     */
    CompletableFuture<Claim> claim(String key, Duration stale);

    /**
     * The call has ended. Of no effect where this gateway has no lease of it.
     *
     * @param key of its result
     */
    void release(String key);

    /**
     * The call has ended, and its lease ends as soon as its result is kept for sure, or for sure not: others find it then.
     *
     * @param key of its result
     * @param kept ends by then
     */
    void releaseAfter(String key, CompletionStage<?> kept);
}
