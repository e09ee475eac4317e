package io.mehari.endpoint.mcp.modern;

import java.time.Instant;

/**
 * What a {@code requestState} says to the gateway; clients cannot read it.
 *
 * @param node the instance that made it
 * @param park the call that waits there; empty if none does and the retry makes the call again
 * @param digest of the caller and of the request that may be retried
 * @param expiry when it ends
 */
record SealedState(String node, String park, byte[] digest, Instant expiry) {
    /** No call waits: the retry makes it again. */
    static final String REPEAT = "";
}
