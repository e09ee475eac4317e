package io.mehari.monitoring.metric;

import java.time.Instant;
import java.util.Optional;

/**
 * The exchanges of one route.
 *
 * @param since when counting began
 * @param total those that have ended
 * @param failed of them, those that ended in an exception
 * @param measured durations that {@code mean} and {@code p95} are of, the newest
 * @param mean how long they took, in milliseconds
 * @param p95 how long 95 of 100 took at most, in milliseconds
 * @param lastFailure when the last one failed
 * @param lastText kind and text of that exception, of bounded length; secrets may be in it; empty if none has failed
 */
public record RouteCount(
        Instant since,
        long total,
        long failed,
        int measured,
        double mean,
        double p95,
        Optional<Instant> lastFailure,
        String lastText) {}
