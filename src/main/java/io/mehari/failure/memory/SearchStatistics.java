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

    /**
     * Searches that ran; not those that were answered from the cache.
     *
     * @return their number since the start
     */
    public long searches() {
        return searches.sum();
    }

    /**
     * Those of them that failed.
     *
     * @return their number since the start
     */
    public long failed() {
        return failed.sum();
    }

    /**
     * Searches that were answered from the cache.
     *
     * @return their number since the start
     */
    public long cached() {
        return cached.sum();
    }

    /**
     * Mean duration in milliseconds; 0 before the first search.
     *
     * @return of those that ran
     */
    public double meanMillis() {
        long count = searches.sum();
        return count == 0 ? 0 : nanos.sum() / 1e6 / count;
    }

    /**
     * Longest duration in milliseconds.
     *
     * @return of those that ran; 0 before the first
     */
    public double longestMillis() {
        return longest.get() / 1e6;
    }
}
