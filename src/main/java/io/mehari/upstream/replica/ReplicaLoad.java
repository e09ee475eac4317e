package io.mehari.upstream.replica;

import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How much a replica has to do, and how long it takes. Safe for concurrent use. */
final class ReplicaLoad {
    /** Weight of what was known in the average of latencies. */
    private static final double KEPT = 0.9;

    /** Differences below this are no reason to prefer a replica. */
    private static final double LEAST_MILLIS = 1;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile double millis = Double.NaN;

    void began() {
        inFlight.incrementAndGet();
        calls.increment();
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    void failed() {
        failures.increment();
    }

    /** A call was answered after so long. */
    synchronized void answered(long nanos) {
        double time = (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
        millis = Double.isNaN(millis) ? time : KEPT * millis + (1 - KEPT) * time;
    }

    int inFlight() {
        return inFlight.get();
    }

    long calls() {
        return calls.sum();
    }

    long failures() {
        return failures.sum();
    }

    OptionalDouble latencyMillis() {
        double known = millis;
        return Double.isNaN(known) ? OptionalDouble.empty() : OptionalDouble.of(known);
    }

    /**
     * How likely this one is to get the next call, and not the other: the shares are as the inverse squares of calls in
     * flight times latency, so that a slow one gets few and is not forgotten.
     *
     * @return from 0 to 1
     */
    double shareBeside(ReplicaLoad other) {
        OptionalDouble own = latencyMillis();
        OptionalDouble others = other.latencyMillis();
        double one = inFlight() + 1.0;
        double two = other.inFlight() + 1.0;
        if (own.isPresent() && others.isPresent()) {
            one *= Math.max(own.getAsDouble(), LEAST_MILLIS);
            two *= Math.max(others.getAsDouble(), LEAST_MILLIS);
        }
        return two * two / (one * one + two * two);
    }
}
