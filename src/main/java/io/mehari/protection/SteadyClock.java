package io.mehari.protection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that begins at the time of day and then goes on by itself, whoever sets the machine's: for pauses, which must
 * neither end early nor last an hour longer then. Safe for concurrent use.
 */
final class SteadyClock extends Clock {
    private final Instant began;
    private final long beganNanos;
    private final LongSupplier nanoTime;

    /**
     * A clock that begins now.
     *
     * @param wall the time of day
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    SteadyClock(Clock wall, LongSupplier nanoTime) {
        this.began = wall.instant();
        this.nanoTime = nanoTime;
        this.beganNanos = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return began.plus(Duration.ofNanos(nanoTime.getAsLong() - beganNanos));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this; // breakers ask for instants only
    }
}
