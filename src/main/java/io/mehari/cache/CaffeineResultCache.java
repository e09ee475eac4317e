package io.mehari.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.mehari.protocol.TreeWeight;
import java.time.Duration;

/**
 * The first tier of the result cache: this process's memory. It answers every lookup immediately. Each result has a
 * time to live of its own; what is used seldom leaves first.
 *
 * <p>Bounded both ways by one number: every entry weighs its estimated bytes, and at least the share that {@code
 * max-entries} equal entries have of {@code max-weight}. So there are never more entries than the one, nor more bytes
 * than the other.
 *
 * <p>Trees are kept as they are given, not copied.
 */
public final class CaffeineResultCache implements ResultCache {
    /** Longest time to live; a longer one is cut to it. */
    static final Duration MAX_TTL = Duration.ofDays(365);

    private final Cache<String, Entry> entries;
    private final Ticker ticker;
    private volatile long share;
    private volatile long maxEntry;

    /**
     * An empty cache.
     *
     * @param settings its bounds
     */
    public CaffeineResultCache(CacheSettings settings) {
        this(settings, Ticker.systemTicker());
    }

    CaffeineResultCache(CacheSettings settings, Ticker ticker) {
        this.ticker = ticker;
        this.share = shareOf(settings);
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

    private static long shareOf(CacheSettings settings) {
        return settings.maxWeight().toBytes() / settings.maxEntries();
    }

    /**
     * Changes the bounds. Results that are kept stay as far as there is room; the time that they are kept for does not
     * change.
     *
     * @param settings the new bounds
     */
    public void resize(CacheSettings settings) {
        share = shareOf(settings);
        maxEntry = settings.maxEntry().toBytes();
        entries.policy().eviction().orElseThrow().setMaximum(share * settings.maxEntries());
    }

    @Override
    public Lookup find(String key) {
        Entry entry = entries.getIfPresent(key);
        if (entry == null) {
            return Lookup.MISS;
        }
        return entry.ageing() == null ? entry.hit() : entry.lookup(ticker.read());
    }

    /** A result larger than {@code max-entry} is not kept either. */
    @Override
    public void store(String key, ObjectNode result, Lifetime lifetime) {
        Duration ttl = lifetime.total();
        long weight = TreeWeight.of(result, maxEntry);
        if (weight > maxEntry || ttl.isNegative() || ttl.isZero()) {
            entries.invalidate(key);
            return;
        }
        Duration kept = ttl.compareTo(MAX_TTL) > 0 ? MAX_TTL : ttl;
        Ageing ageing = lifetime.stale().isZero() ? null : Ageing.of(lifetime.atMost(kept), ticker.read());
        entries.put(key, new Entry(new Lookup.Hit(result), kept, weight, ageing));
    }

    /**
     * Removes results; looks at each one that is kept.
     *
     * @param scope which ones
     */
    public void remove(CacheScope scope) {
        entries.asMap().keySet().removeIf(scope::contains);
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

    /** Without ageing it holds as long as it is here. */
    private record Entry(Lookup.Hit hit, Duration ttl, long weight, Ageing ageing) {
        Lookup lookup(long now) {
            return now - ageing.staleFrom() < 0
                    ? hit
                    : new Lookup.Stale(hit.result(), Duration.ofNanos(now - ageing.made()));
        }
    }

    /** When a result came to be, and from when on it does not hold any more, by the ticker. */
    private record Ageing(long made, long staleFrom) {
        static Ageing of(Lifetime lifetime, long now) {
            return new Ageing(
                    now - lifetime.age().toNanos(), now + lifetime.fresh().toNanos());
        }
    }
}
