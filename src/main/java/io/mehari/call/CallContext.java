package io.mehari.call;

import java.time.Instant;

/**
 * What is known about a call besides what it asks for.
 *
 * @param requestId unique id of the request, visible in responses, logs and dead letters
 * @param caller who makes the call
 * @param receivedAt when the request arrived
 * @param receivedNanos the same moment on the clock of {@link System#nanoTime()}, for durations
 * @param depth how many calls of routes led to this one; 0 for a call from outside
 */
public record CallContext(String requestId, Caller caller, Instant receivedAt, long receivedNanos, int depth) {
    /**
     * The context of a call from outside.
     *
     * @param requestId unique id of the request
     * @param caller who makes the call
     * @param receivedAt when the request arrived
     * @param receivedNanos the same moment on the clock of {@link System#nanoTime()}
     */
    public CallContext(String requestId, Caller caller, Instant receivedAt, long receivedNanos) {
        this(requestId, caller, receivedAt, receivedNanos, 0);
    }
}
