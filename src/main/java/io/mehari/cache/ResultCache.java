package io.mehari.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.time.Duration;
import java.util.Optional;

/**
 * The first tier of the result cache: this process's memory (S1.9, contracts section 5). Each result has a time to
 * live of its own; what is used seldom leaves first.
 *
 * <p>Bounded both ways by one number: every entry weighs its estimated bytes, and at least the share that {@code
 * max-entries} equal entries have of {@code max-weight}. So there are never more entries than the one, nor more bytes
 * than the other.
 *
 * <p>Safe for concurrent use; no method waits. Trees are kept as they are given, not copied: whoever stores or finds
 * one treats it as read-only from then on.
 */
public final class ResultCache {
    /** Longest time to live; a longer one is cut to it. */
    static final Duration MAX_TTL = Duration.ofDays(365);

    private final Cache<String, Entry> entries;
    private final long maxEntry;

    /** An empty cache. */
    public ResultCache(CacheSettings settings) {
        this(settings, Ticker.systemTicker());
    }

    ResultCache(CacheSettings settings, Ticker ticker) {
        long share = settings.maxWeight().toBytes() / settings.maxEntries();
        this.maxEntry = settings.maxEntry().toBytes();
        this.entries = Caffeine.newBuilder()
                .maximumWeight(share * settings.maxEntries())
                .weigher(
                        (String key, Entry entry) -> (int) Math.min(Integer.MAX_VALUE, Math.max(share, entry.weight())))
                .expireAfter(Expiry.writing((String key, Entry entry) -> entry.ttl()))
                .ticker(ticker)
                .executor(Runnable::run)
                .recordStats()
                .build();
    }

    /** The result under this key, unless its time is over. */
    public Optional<ObjectNode> find(String key) {
        return Optional.ofNullable(entries.getIfPresent(key)).map(Entry::result);
    }

    /**
     * Keeps a result for a while, in place of any earlier one under the key. A result larger than {@code max-entry},
     * or with no time to live, is not kept.
     */
    public void store(String key, ObjectNode result, Duration ttl) {
        long weight = TreeWeight.of(result, maxEntry);
        if (weight > maxEntry || ttl.isNegative() || ttl.isZero()) {
            entries.invalidate(key);
            return;
        }
        entries.put(key, new Entry(result, ttl.compareTo(MAX_TTL) > 0 ? MAX_TTL : ttl, weight));
    }

    /** What the cache has done so far. */
    public CacheStatistics statistics() {
        CacheStats stats = entries.stats();
        return new CacheStatistics(stats.hitCount(), stats.missCount(), entries.estimatedSize());
    }

    /** Does outstanding evictions now, for tests that count. */
    void settle() {
        entries.cleanUp();
    }

    private record Entry(ObjectNode result, Duration ttl, long weight) {}
}
