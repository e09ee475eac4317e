package io.mehari.ratelimit;

import io.mehari.call.Quota;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How many calls one caller may make: as fast as it likes up to the burst, and after that evenly, so that in any time
 * {@code t} never more than {@code burst + calls * t / window} are granted. Immutable.
 *
 * @param calls within the window, on average
 * @param window the time that calls are given for
 * @param burst how many may come at once after a pause
 * @param intervalNanos after what time one more call is there, in nanoseconds, rounded up
 * @param policy as the field {@code RateLimit-Policy} has it (draft-ietf-httpapi-ratelimit-headers, section 3): the calls of
 *     the window, and those that may come at once with the time in which they are there again
 */
public record RateLimit(int calls, Duration window, int burst, long intervalNanos, String policy) {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /**
     * A limit.
     *
     * @param calls within the window; at least 1
     * @param window at least a second
     * @param burst at least 1
     * @return never null
     */
    static RateLimit of(int calls, Duration window, int burst) {
        long interval = ceilDiv(window.toNanos(), calls);
        String policy = "\"calls\";q=" + calls + ";w=" + seconds(window.toNanos()) + ", \"burst\";q=" + burst + ";w="
                + seconds(interval * burst);
        return new RateLimit(calls, window, burst, interval, policy);
    }

    /**
     * What one of several gateways grants while none knows of the others.
     *
     * @param instances how many gateways there are; at least 1
     * @return this limit divided by them, and at least one call at once
     */
    RateLimit share(int instances) {
        return instances == 1 ? this : of(calls, window.multipliedBy(instances), Math.max(1, burst / instances));
    }

    /** The time in which a whole burst is there again, in nanoseconds. */
    long span() {
        return intervalNanos * burst;
    }

    /**
     * What is left of it after a call.
     *
     * @param granted whether the call may go on
     * @param debt how long it takes until the whole burst is there again, in nanoseconds
     * @return of the caller
     */
    Quota left(boolean granted, long debt) {
        long left = (span() - debt) / intervalNanos;
        long wait = left > 0 ? 0 : debt + intervalNanos - span();
        return new Quota(granted, policy, left, Duration.ofNanos(debt), Duration.ofNanos(wait));
    }

    private static long seconds(long nanos) {
        return ceilDiv(nanos, SECOND);
    }

    private static long ceilDiv(long number, long by) {
        return (number + by - 1) / by;
    }
}
