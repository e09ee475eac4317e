package io.mehari.monitoring.metric;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * A row of counters that many threads raise at once. A counter takes memory from its first use on. Safe for concurrent use;
 * raising one neither locks nor allocates, but for the first time.
 */
final class Counts {
    private final AtomicReferenceArray<LongAdder> counters;

    /**
     * All at zero.
     *
     * @param size number of counters
     */
    Counts(int size) {
        this.counters = new AtomicReferenceArray<>(size);
    }

    /**
     * Raises a counter by one.
     *
     * @param index from 0
     */
    void increment(int index) {
        LongAdder counter = counters.getAcquire(index);
        (counter == null ? made(index) : counter).increment();
    }

    private LongAdder made(int index) {
        LongAdder made = new LongAdder();
        return counters.compareAndSet(index, null, made) ? made : counters.get(index);
    }

    /**
     * What a counter has come to.
     *
     * @param index from 0
     * @return 0 if it was never raised
     */
    long get(int index) {
        LongAdder counter = counters.getAcquire(index);
        return counter == null ? 0 : counter.sum();
    }

    /**
     * All counters together.
     *
     * @return their sum
     */
    long sum() {
        long sum = 0;
        for (int i = 0; i < counters.length(); i++) {
            sum += get(i);
        }
        return sum;
    }
}
