package io.mehari.network;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The one limit for the bytes of bodies, answers and responses that calls hold at the same time. Everything that grows
 * by what the network sends takes its bytes from here first and gives them back when it lets go of them; where nothing
 * is left, new work is refused instead of filling the heap. Safe for concurrent use.
 */
public final class ByteBudget {
    /**
     * Bytes below which nobody needs to ask: what small messages hold is bounded by the number of connections and calls
     * already, and not counting them keeps the usual call as fast as it was.
     */
    public static final int UNCOUNTED = 8 * 1024;

    private final long limit;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();

    /**
     * A budget of which nothing is taken.
     *
     * @param limit most bytes held at the same time, at least 1
     * @throws IllegalArgumentException if the limit is less than 1
     */
    public ByteBudget(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("The budget of bytes held is " + limit + "; at least 1 is needed");
        }
        this.limit = limit;
    }

    /**
     * A budget that refuses nothing.
     *
     * @return for tests and tools of their own
     */
    public static ByteBudget unlimited() {
        return new ByteBudget(Long.MAX_VALUE);
    }

    /**
     * A share of which nothing is taken.
     *
     * @return for one holder, who closes it
     */
    public Share share() {
        return new Share();
    }

    /**
     * What all holders have taken.
     *
     * @return bytes, at most the limit
     */
    public long held() {
        return held.get();
    }

    /**
     * The limit.
     *
     * @return bytes
     */
    public long limit() {
        return limit;
    }

    /**
     * How often somebody asked for more than was left.
     *
     * @return since the start
     */
    public long refusals() {
        return refusals.get();
    }

    private boolean take(long bytes) {
        long now;
        do {
            now = held.get();
            if (bytes > limit - now) {
                refusals.incrementAndGet();
                return false;
            }
        } while (!held.compareAndSet(now, now + bytes));
        return true;
    }

    /** What one holder has taken. For one thread at a time, except that any thread may close it. */
    public final class Share implements AutoCloseable {
        private final AtomicLong taken = new AtomicLong();

        private Share() {}

        /**
         * Takes what is missing for the holder to have this many bytes. Does nothing if it has as many already, or if they
         * are too few to be counted ({@link #UNCOUNTED}).
         *
         * @param bytes what the holder holds in all
         * @return false if so much is not left, or the share was closed; it then has what it had
         */
        public boolean hold(long bytes) {
            long had = taken.get();
            if (had < 0) {
                return false;
            }
            if (bytes <= had || bytes <= UNCOUNTED) {
                return true;
            }
            if (!take(bytes - had)) {
                return false;
            }
            if (!taken.compareAndSet(had, bytes)) { // closed meanwhile
                held.addAndGet(had - bytes);
                return false;
            }
            return true;
        }

        /**
         * The bytes taken.
         *
         * @return 0 once closed
         */
        public long taken() {
            return Math.max(0, taken.get());
        }

        /** Gives everything back and can hold again. */
        public void release() {
            long had = taken.get();
            if (had > 0 && taken.compareAndSet(had, 0)) {
                held.addAndGet(-had);
            }
        }

        /** Gives everything back. Nothing can be taken afterwards; closing again does nothing. */
        @Override
        public void close() {
            long had = taken.getAndSet(-1);
            if (had > 0) {
                held.addAndGet(-had);
            }
        }
    }
}
