package io.mehari.heartbeat;

import java.time.Duration;

/**
 * How long from one heartbeat of a connection to the next:
 *
 * <pre>interval = clamp(heartbeat_interval × e × r × l, min, max)</pre>
 *
 * <p>e is 0.5 where more heartbeats than the threshold fail, so that the end of a fault is seen early, and 1 otherwise. r
 * is 1 up to the threshold of response times, and grows with the average to 2 at twice the threshold: who is slow is not
 * asked more. l is 1 up to a load of 0.8, and grows to 3 at a load of 1: the gateway itself has better to do. Stateless.
 */
final class Pace {
    /** Load from which heartbeats become rarer. */
    static final double BUSY = 0.8;

    /** Load from which clients are looked after much more seldom than servers. */
    static final double OVERLOADED = 0.95;

    private static final double SOONER = 0.5;
    private static final double LOAD_FACTOR = 2;

    private Pace() {}

    /**
     * The interval that circumstances ask for.
     *
     * @param errorPercent share of heartbeats that failed lately
     * @param responseMillis average time to an answer, in milliseconds
     * @param load of the system, from 0 to 1
     * @return within min and max; heartbeat_interval itself where it is not adapted
     */
    static Duration interval(HeartbeatSettings settings, double errorPercent, double responseMillis, double load) {
        HeartbeatSettings.Adaptive bounds = settings.adaptive();
        if (!bounds.enabled()) {
            return settings.interval();
        }
        double factor = 1 + LOAD_FACTOR * Math.max(0, Math.min(1, (load - BUSY) / (1 - BUSY)));
        HeartbeatSettings.Performance limits = settings.performance();
        if (limits.enabled()) {
            factor *= errorPercent > limits.errorPercent() ? SOONER : 1;
            factor *= 1 + Math.max(0, Math.min(1, responseMillis / limits.responseMillis() - 1));
        }
        long wanted = Math.round(settings.interval().toMillis() * factor);
        return Duration.ofMillis(
                Math.max(bounds.min().toMillis(), Math.min(bounds.max().toMillis(), wanted)));
    }
}
