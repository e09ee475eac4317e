package io.mehari.cache;

/**
 * What a tier outside of this process has done since the start.
 *
 * @param hits lookups that were answered
 * @param misses lookups that were answered with nothing
 * @param errors lookups that failed, or were not answered in time
 * @param skipped lookups that were not made, since the ones before had failed
 * @param unreadable results that were foreign or damaged, and were removed; each is a miss as well
 * @param kept results that were kept for sure
 * @param lost results that could not be kept
 * @param waiting results that are on their way
 * @param owed removals that could not be made yet
 * @param bytes of the results that were kept, as they stand in the tier
 * @param lookupNanos how long the lookups took that were answered, all together, in nanoseconds
 */
public record TierStatistics(
        long hits,
        long misses,
        long errors,
        long skipped,
        long unreadable,
        long kept,
        long lost,
        long waiting,
        long owed,
        long bytes,
        long lookupNanos) {}
