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
 * @param headers headers of the request that go on to the server; none where its entry does not ask for any
 */
public record CallContext(
        String requestId, Caller caller, Instant receivedAt, long receivedNanos, int depth, ClientHeaders headers) {
    /**
     * The context of a call with which no headers go on.
     *
     * @param requestId unique id of the request
     * @param caller who makes the call
     * @param receivedAt when the request arrived
     * @param receivedNanos the same moment on the clock of {@link System#nanoTime()}
     * @param depth how many calls of routes led to this one
     */
    public CallContext(String requestId, Caller caller, Instant receivedAt, long receivedNanos, int depth) {
        this(requestId, caller, receivedAt, receivedNanos, depth, ClientHeaders.NONE);
    }

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

    /**
     * The same context with headers that go on.
     *
     * @param forwarded what the entry of the call's server asks for
     * @return this very context if that is nothing
     */
    public CallContext with(ClientHeaders forwarded) {
        return forwarded.isEmpty()
                ? this
                : new CallContext(requestId, caller, receivedAt, receivedNanos, depth, forwarded);
    }
}
