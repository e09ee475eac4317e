package io.mehari.bench;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Recorder;

/** What became of the calls of several callers: how long they took, phase by phase, and which failed. Safe for concurrent use. */
final class LoadCount {
    private static final int SHOWN = 20;
    private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Recorder nanos = new Recorder(HIGHEST_NANOS, 3);
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Queue<String> reasons = new ConcurrentLinkedQueue<>();
    private long began = System.nanoTime();
    private long failedBefore;

    /** Counts a call that is about to be sent. */
    void sent() {
        sent.increment();
    }

    /** Counts a call answered as it should be. */
    void answered(long tookNanos) {
        nanos.recordValue(Math.min(Math.max(tookNanos, 0), HIGHEST_NANOS));
    }

    /** Counts a call answered otherwise, or not at all. */
    void failed(String reason) {
        failed.increment();
        if (reasons.size() < SHOWN) {
            reasons.add(reason);
        }
    }

    /** What was measured since this was made, or since the last phase ended; to be asked by one thread. */
    Measurement phase() {
        var histogram = nanos.getIntervalHistogram();
        long now = System.nanoTime();
        long failures = failed.sum();
        Measurement measured = new Measurement(
                histogram.getTotalCount(),
                failures - failedBefore,
                (now - began) / 1e9,
                histogram.getMean() / 1000,
                histogram.getValueAtPercentile(50) / 1000.0,
                histogram.getValueAtPercentile(95) / 1000.0,
                histogram.getValueAtPercentile(99) / 1000.0,
                Double.NaN);
        began = now;
        failedBefore = failures;
        return measured;
    }

    /** How many calls were sent. */
    long calls() {
        return sent.sum();
    }

    /** How many of them failed. */
    long failures() {
        return failed.sum();
    }

    /** Why, the first of them. */
    List<String> reasons() {
        return List.copyOf(reasons);
    }
}
