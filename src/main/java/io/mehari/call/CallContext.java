package io.mehari.call;

import java.time.Instant;

/**
 * What is known about a call besides what it asks for.
 *
 * @param requestId unique id of the request, visible in responses, logs and dead letters
 * @param caller who makes the call
 * @param receivedAt when the request arrived
 * @param receivedNanos the same moment on the clock of {@link System#nanoTime()}, for durations
 */
public record CallContext(String requestId, Caller caller, Instant receivedAt, long receivedNanos) {}
