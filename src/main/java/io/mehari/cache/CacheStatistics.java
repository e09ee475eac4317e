package io.mehari.cache;

/**
 * What a cache has done since it was made.
 *
 * @param hits lookups that were answered
 * @param misses lookups that were not
 * @param entries results kept now, by estimate
 */
public record CacheStatistics(long hits, long misses, long entries) {
    /** Share of the lookups that were answered, 0 to 1; 0 before the first lookup. */
    public double hitRate() {
        long lookups = hits + misses;
        return lookups == 0 ? 0 : (double) hits / lookups;
    }
}
