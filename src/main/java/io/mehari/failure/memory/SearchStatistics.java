package io.mehari.failure.memory;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How searches went since the start: duration and success of each. Safe for concurrent use. */
public final class SearchStatistics {
    private final LongAdder searches = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder cached = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final AtomicLong longest = new AtomicLong();

    void searched(long took, boolean success) {
        searches.increment();
        nanos.add(took);
        longest.accumulateAndGet(took, Math::max);
        if (!success) {
            failed.increment();
        }
    }

    void answeredFromCache() {
        cached.increment();
    }

    /** {@return the number of searches that ran, not of those that were answered from the cache} */
    public long searches() {
        return searches.sum();
    }

    /** {@return how many of them failed} */
    public long failed() {
        return failed.sum();
    }

    /** {@return the number of searches that were answered from the cache} */
    public long cached() {
        return cached.sum();
    }

    /** {@return the mean duration in milliseconds of those that ran; 0 before the first} */
    public double meanMillis() {
        long count = searches.sum();
        return count == 0 ? 0 : nanos.sum() / 1e6 / count;
    }

    /** {@return the longest duration in milliseconds of those that ran; 0 before the first} */
    public double longestMillis() {
        return longest.get() / 1e6;
    }
}
