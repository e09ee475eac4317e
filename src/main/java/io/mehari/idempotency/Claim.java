package io.mehari.idempotency;

import java.time.Duration;

/** What several gateways know of a call with a key, when one of them is about to run it. Immutable. */
public sealed interface Claim {
    /**
     * This gateway runs the call.
     *
     * @param token number of the claim, higher than those of all earlier ones of this gateway
     * @param fingerprint what is called
     * @param requestId id of the request that runs it
     */
    record Mine(long token, String fingerprint, String requestId) implements Claim {}

    /**
     * Another gateway runs it.
     *
     * @param fingerprint what is called
     * @param requestId id of the request that runs it
     */
    record Running(String fingerprint, String requestId) implements Claim {}

    /**
     * It has run.
     *
     * @param answer how it ended, as far as that is kept
     */
    record Ran(KeptAnswer answer) implements Claim {}

    /**
     * It may have run, and nobody knows how it ended.
     *
     * @param fingerprint what was called; empty if even that is not known
     * @param requestId id of the request that ran it; empty if even that is not known
     */
    record Lost(String fingerprint, String requestId) implements Claim {}

    /**
     * Nobody can say.
     *
     * @param why a few words
     * @param retryAfter when it is worth asking again
     */
    record Unavailable(String why, Duration retryAfter) implements Claim {}
}
