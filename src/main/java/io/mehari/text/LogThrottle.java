package io.mehari.text;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts something that may happen very often, and says which occurrences a log needs: the 1st, the 10th, the 100th
 * and so on. Safe for concurrent use.
 */
public final class LogThrottle {
    private final AtomicLong count = new AtomicLong();

    /**
     * Counts one more occurrence.
     *
     * @return how many there have been if this one is to be logged, otherwise 0
     */
    public long occurred() {
        long times = count.incrementAndGet();
        return isPowerOfTen(times) ? times : 0;
    }

    /**
     * How often it has happened.
     *
     * @return occurrences since this was made
     */
    public long count() {
        return count.get();
    }

    private static boolean isPowerOfTen(long times) {
        long rest = times;
        while (rest > 1 && rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }
}
