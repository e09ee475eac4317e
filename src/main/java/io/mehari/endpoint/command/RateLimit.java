package io.mehari.endpoint.command;

import java.util.concurrent.TimeUnit;

/** Lets so many through in a second, and as many at once after a pause. Safe for concurrent use. */
final class RateLimit {
    private final double perNano;
    private final double most;
    private double tokens;
    private long last;

    /**
     * Full at first.
     *
     * @param perSecond how many
     * @param now by {@link System#nanoTime()}
     */
    RateLimit(int perSecond, long now) {
        this.perNano = perSecond / (double) TimeUnit.SECONDS.toNanos(1);
        this.most = 2.0 * perSecond;
        this.tokens = most;
        this.last = now;
    }

    synchronized boolean take(long now) {
        tokens = Math.min(most, tokens + Math.max(0, now - last) * perNano);
        last = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
