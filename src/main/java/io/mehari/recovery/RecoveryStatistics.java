package io.mehari.recovery;

import io.mehari.failure.CallFailed;
import io.mehari.failure.RecoveryRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What recovery came to in the last hour, by category: kept in sixty buckets of a minute, so that its size does not depend
 * on how much fails. Counts by a clock that no one sets. Safe for concurrent use.
 */
public final class RecoveryStatistics {
    /** Categories counted for themselves in one minute; those beyond are {@code OTHER} together. */
    public static final int MOST_CATEGORIES = 64;

    private static final int BUCKETS = 60;
    private static final long BUCKET_NANOS = Duration.ofMinutes(1).toNanos();
    private static final String OTHER = "OTHER";

    private final Bucket[] buckets = new Bucket[BUCKETS];
    private final LongSupplier nanoTime;
    private final long began;

    /**
     * Nothing counted yet.
     *
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    public RecoveryStatistics(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    /**
     * Counts a call that has failed.
     *
     * @param event how, and what recovery came to
     */
    public synchronized void record(CallFailed event) {
        RecoveryRecord recovery = event.recovery();
        RecoveryCounts counts = RecoveryCounts.of(recovery.result(), recovery.attempts(), recovery.took());
        Map<String, RecoveryCounts> byCategory = current().byCategory;
        String category = byCategory.size() < MOST_CATEGORIES || byCategory.containsKey(event.category())
                ? event.category()
                : OTHER;
        byCategory.merge(category, counts, RecoveryCounts::plus);
    }

    /**
     * What was counted in the last hour.
     *
     * @return a copy
     */
    public synchronized RecoverySummary summary() {
        long now = minute();
        RecoveryCounts total = RecoveryCounts.ZERO;
        Map<String, RecoveryCounts> all = new TreeMap<>();
        for (Bucket bucket : buckets) {
            if (bucket != null && now - bucket.minute < BUCKETS) {
                for (Map.Entry<String, RecoveryCounts> entry : bucket.byCategory.entrySet()) {
                    total = total.plus(entry.getValue());
                    String name =
                            all.size() < MOST_CATEGORIES || all.containsKey(entry.getKey()) ? entry.getKey() : OTHER;
                    all.merge(name, entry.getValue(), RecoveryCounts::plus);
                }
            }
        }
        return new RecoverySummary(total, all);
    }

    private Bucket current() {
        long now = minute();
        int index = (int) (now % BUCKETS);
        if (buckets[index] == null || buckets[index].minute != now) {
            buckets[index] = new Bucket(now, new HashMap<>());
        }
        return buckets[index];
    }

    private long minute() {
        return (nanoTime.getAsLong() - began) / BUCKET_NANOS;
    }

    private record Bucket(long minute, Map<String, RecoveryCounts> byCategory) {}
}
