package io.mehari.security;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts something for each address within the current window of time, in memory that is taken once: {@value #SLOTS}
 * slots of eight bytes, whatever comes. Addresses of IPv6 are told apart by their first 64 bits, since whoever has one has
 * all of them. Of two addresses that meet in a slot the later one takes it, unless the other is over the limit: then the
 * later one is not counted. Safe for concurrent use, never waits.
 */
final class FailureTable {
    /** How many addresses are counted at the same time, at most. */
    static final int SLOTS = 16_384;

    private static final int COUNT_BITS = 20;
    private static final int WINDOW_BITS = 28;
    private static final long MOST = (1L << COUNT_BITS) - 1;
    private static final long WINDOW_MASK = (1L << WINDOW_BITS) - 1;

    /** Sixteen bits of the address, then the window, then the count, which is 0 in a slot that was never taken. */
    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

    private final long seed;
    private final int limit;

    /**
     * A table in which nothing is counted yet.
     *
     * @param limit up to which an address may be forgotten for another
     * @param seed decides which addresses meet; random, so that nobody can choose them
     */
    FailureTable(int limit, long seed) {
        this.limit = limit;
        this.seed = seed;
    }

    /**
     * Counts one.
     *
     * @param address where it comes from; null if that is not known
     * @param window number of the current window; counts of others are over
     * @return how many there were of this address in this window, this one included; 1 where it is not counted
     */
    long add(InetAddress address, long window) {
        long hash = mixed(number(address) ^ seed);
        int slot = (int) hash & SLOTS - 1;
        long tag = hash >>> COUNT_BITS + WINDOW_BITS;
        while (true) {
            long old = slots.get(slot);
            long count = old & MOST;
            boolean counting = count > 0 && (old >>> COUNT_BITS & WINDOW_MASK) == (window & WINDOW_MASK);
            boolean other = old >>> COUNT_BITS + WINDOW_BITS != tag;
            if (counting && other && count > limit) {
                return 1;
            }
            long next = counting && !other ? Math.min(count + 1, MOST) : 1;
            long packed = tag << COUNT_BITS + WINDOW_BITS | (window & WINDOW_MASK) << COUNT_BITS | next;
            if (slots.compareAndSet(slot, old, packed)) {
                return next;
            }
        }
    }

    private static long number(InetAddress address) {
        long number = 0;
        if (address != null) {
            byte[] bytes = address.getAddress();
            for (int i = 0; i < Math.min(bytes.length, Long.BYTES); i++) {
                number = number << 8 | bytes[i] & 0xFF;
            }
        }
        return number;
    }

    /** Spreads what differs in a few bits over all of them (the finalizer of SplitMix64). */
    private static long mixed(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
