package io.mehari.call;

import java.time.Instant;

/**
 * What is known about a call besides what it asks for.
 *
 * @param requestId unique id of the request, visible in answers, logs and dead letters
 * @param caller name of the API key the caller used, or {@code anonymous}
 * @param receivedAt when the request arrived
 * @param receivedNanos the same moment on {@link System#nanoTime()}'s clock, for durations
 */
public record CallContext(String requestId, String caller, Instant receivedAt, long receivedNanos) {
    /** The caller's name where no key is asked for. */
    public static final String ANONYMOUS = "anonymous";
}
