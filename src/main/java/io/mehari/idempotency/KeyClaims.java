package io.mehari.idempotency;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Agrees with other gateways who runs a call with a key: each is run by one, and all know how it ended. Safe for concurrent use; no
 * method waits.
 */
public interface KeyClaims {
    /**
     * Claims a call.
     *
     * @param key of the call
     * @param fingerprint what is called: server, tool, arguments
     * @param requestId id of the request that would run it
     * @return within about a second, never exceptionally
     */
    CompletableFuture<Claim> claim(CallKey key, String fingerprint, String requestId);

    /**
     * A call has run.
     *
     * @param key of the call
     * @param mine its claim
     * @param answer how it ended
     * @param ttl how long that is known
     * @return ends within about a second, never exceptionally: what could not be said is said later
     */
    CompletableFuture<Void> ran(CallKey key, Claim.Mine mine, KeptAnswer answer, Duration ttl);

    /**
     * A call has not run, and may be run under its key.
     *
     * @param key of the call
     * @param mine its claim
     * @return as {@link #ran}
     */
    CompletableFuture<Void> notRun(CallKey key, Claim.Mine mine);

    /**
     * Why nothing can be agreed now.
     *
     * @return a few words; empty while all is well
     */
    Optional<String> problem();

    /**
     * Calls of which the other gateways could not be told yet.
     *
     * @return how many
     */
    int untold();
}
