package io.mehari.monitoring.metric;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;

/**
 * What is counted of the exchanges of one route, whatever generation of route files it belongs to. All are counted; how long
 * they took is measured of the first {@value #KEPT}, then of one in {@value #ONE_IN}, drawn by lot: a count that all threads
 * write would be carried from processor to processor at each exchange. Safe for concurrent use; counting neither locks nor
 * allocates, but for the first time.
 */
final class RouteMeter {
    /** Durations that are kept, the newest ones. */
    static final int KEPT = 256;

    static final int ONE_IN = 32;

    /** Characters of the text of a failure that are kept. */
    private static final int LONGEST = 500;

    private final LongAdder total = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Clock clock;
    private final Instant since;

    /** Written where an exchange was measured only; races between threads do no harm. */
    private int measured;

    private volatile AtomicLongArray durations;
    private volatile Failure last;

    RouteMeter(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /** Whether the exchange that begins is to be measured. */
    boolean isMeasured() {
        return measured < KEPT || (ThreadLocalRandom.current().nextInt() & ONE_IN - 1) == 0;
    }

    /**
     * An exchange has ended.
     *
     * @param exchange with its exception, if it failed
     */
    void ended(Exchange exchange) {
        total.increment();
        Exception failure = exchange.getException();
        if (failure != null) {
            failed.increment();
            last = new Failure(clock.millis(), failure.getClass().getSimpleName(), failure.getMessage());
        }
    }

    /**
     * How long an exchange took that was measured.
     *
     * @param nanos in nanoseconds
     */
    void took(long nanos) {
        AtomicLongArray kept = durations;
        if (kept == null) {
            kept = new AtomicLongArray(KEPT);
            durations = kept;
        }
        int number = measured;
        measured = number + 1 == 2 * KEPT ? KEPT : number + 1;
        kept.setOpaque(number % KEPT, Math.max(1, nanos));
    }

    /** What has been counted so far. */
    RouteCount count() {
        long[] sorted = sorted();
        Failure failure = last;
        return new RouteCount(
                since,
                total.sum(),
                failed.sum(),
                sorted.length,
                sorted.length == 0 ? 0 : Arrays.stream(sorted).average().orElse(0) / 1e6,
                sorted.length == 0 ? 0 : sorted[(int) Math.ceil(sorted.length * 0.95) - 1] / 1e6,
                Optional.ofNullable(failure).map(known -> Instant.ofEpochMilli(known.at())),
                failure == null ? "" : failure.text());
    }

    private long[] sorted() {
        AtomicLongArray kept = durations;
        if (kept == null) {
            return new long[0];
        }
        long[] nanos = new long[KEPT];
        int found = 0;
        for (int i = 0; i < KEPT; i++) {
            long each = kept.getOpaque(i);
            if (each > 0) {
                nanos[found++] = each;
            }
        }
        long[] sorted = Arrays.copyOf(nanos, found);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Without the exception, which holds exchanges and classes of its generation. */
    private record Failure(long at, String kind, String message) {
        String text() {
            String whole = message == null ? kind : kind + ": " + message;
            return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST) + "...";
        }
    }
}
