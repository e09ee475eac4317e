package io.mehari.capacity;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Times in buckets that are less than one percent wide, from a microsecond to four hours. Takes 28 KB; safe for concurrent
 * use.
 */
final class LatencyHistogram {
    private static final int SUB_BITS = 7;
    private static final int SUBS = 1 << SUB_BITS;
    private static final int EXPONENTS = 34 - SUB_BITS;
    private static final double MICROS_OF_MILLI = 1_000;

    private final AtomicLongArray counts = new AtomicLongArray((EXPONENTS + 1) * SUBS);
    private final AtomicLong longest = new AtomicLong();

    /** Adds a time in microseconds. */
    void add(long micros) {
        long time = Math.max(0, micros);
        counts.incrementAndGet(Math.min(bucket(time), counts.length() - 1));
        longest.accumulateAndGet(time, Math::max);
    }

    long count() {
        long all = 0;
        for (int i = 0; i < counts.length(); i++) {
            all += counts.get(i);
        }
        return all;
    }

    double maxMillis() {
        return longest.get() / MICROS_OF_MILLI;
    }

    /**
     * {@return the time within which this share of all ended, in milliseconds; 0 if there are none}
     *
     * @param share from 0 to 1
     */
    double millisAt(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * count()));
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= wanted) {
                return Math.min(upper(i), longest.get()) / MICROS_OF_MILLI;
            }
        }
        return 0;
    }

    /** Below 128 a bucket for each number, above that 128 for each doubling. */
    private static int bucket(long time) {
        int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(time) - SUB_BITS - 1);
        return exponent * SUBS + (int) (time >>> exponent);
    }

    /** The largest time in a bucket. */
    private static long upper(int bucket) {
        if (bucket < 2 * SUBS) {
            return bucket;
        }
        int exponent = bucket / SUBS - 1;
        long sub = bucket - (long) exponent * SUBS;
        return ((sub + 1) << exponent) - 1;
    }
}
