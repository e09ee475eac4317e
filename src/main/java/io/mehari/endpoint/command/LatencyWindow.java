package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Percentiles of durations in about the last minute, made of counts since the start: between the bounds of a range they are
 * estimated evenly. Safe for concurrent use.
 */
final class LatencyWindow {
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(60);
    private static final long STEP = TimeUnit.SECONDS.toNanos(5);
    private static final double MILLIS = 1000.0;

    private final ArrayDeque<Look> looks = new ArrayDeque<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Look(long at, long[] counts) {}

    /**
     * The percentiles of what has come since the oldest look of the last minute; since the start if there was none.
     *
     * @param bounds upper bounds of the ranges, in seconds
     * @param counts how many were in each since the start
     * @param now by {@link System#nanoTime()}
     * @return {@code p50}, {@code p95}, {@code p99} in milliseconds; null where there was nothing
     */
    synchronized ObjectNode percentiles(double[] bounds, long[] counts, long now) {
        while (looks.size() > 1 && now - looks.peek().at() > WINDOW) {
            looks.poll();
        }
        long[] recent = counts.clone();
        Look oldest = looks.peek();
        if (oldest != null) {
            for (int i = 0; i < recent.length; i++) {
                recent[i] -= oldest.counts()[i];
            }
        }
        if (looks.isEmpty() || now - looks.peekLast().at() >= STEP) {
            looks.add(new Look(now, counts.clone()));
        }
        ObjectNode tree = Json.object();
        put(tree, "p50", bounds, recent, 0.50);
        put(tree, "p95", bounds, recent, 0.95);
        put(tree, "p99", bounds, recent, 0.99);
        return tree;
    }

    /**
     * One percentile of ranges.
     *
     * @param share from 0 to 1
     * @return in seconds; NaN if nothing was counted
     */
    static double percentile(double[] bounds, long[] counts, double share) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        double rank = share * all;
        long below = 0;
        for (int i = 0; i < counts.length && all > 0; i++) {
            if (counts[i] > 0 && below + counts[i] >= rank) {
                double from = i == 0 ? 0 : bounds[i - 1];
                double to = Double.isInfinite(bounds[i]) ? from : bounds[i];
                return from + (to - from) * (rank - below) / counts[i];
            }
            below += counts[i];
        }
        return Double.NaN;
    }

    private static void put(ObjectNode tree, String name, double[] bounds, long[] counts, double share) {
        double seconds = percentile(bounds, counts, share);
        if (Double.isNaN(seconds)) {
            tree.putNull(name);
        } else {
            tree.put(name, Math.round(seconds * MILLIS * 100) / 100.0);
        }
    }
}
