package io.mehari.monitoring.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The samples of the last while, the oldest first. Bounded by time and number; when the clock is set back, what would lie
 * in the future goes. Safe for concurrent use.
 */
public final class SampleHistory {
    /** Most samples, whatever the interval: a day of one every 10 s. */
    static final int MOST = 8640;

    private final Duration kept;
    private final ArrayDeque<SystemSample> samples = new ArrayDeque<>();

    /**
     * Nothing is kept yet.
     *
     * @param kept how long a sample is kept
     */
    public SampleHistory(Duration kept) {
        this.kept = kept;
    }

    /** Adds the newest one. */
    synchronized void add(SystemSample sample) {
        while (!samples.isEmpty() && samples.peekLast().at().isAfter(sample.at())) {
            samples.pollLast();
        }
        samples.add(sample);
        Instant oldest = sample.at().minus(kept);
        while (samples.size() > MOST || samples.peekFirst().at().isBefore(oldest)) {
            samples.pollFirst();
        }
    }

    /**
     * The newest sample.
     *
     * @return empty before the first one
     */
    public synchronized Optional<SystemSample> last() {
        return Optional.ofNullable(samples.peekLast());
    }

    /**
     * The samples from a moment on.
     *
     * @param from the earliest moment
     * @return a copy, the oldest first
     */
    public synchronized List<SystemSample> since(Instant from) {
        return samples.stream().filter(sample -> !sample.at().isBefore(from)).toList();
    }

    /**
     * How many there are.
     *
     * @return from 0
     */
    public synchronized int size() {
        return samples.size();
    }
}
