package io.mehari.recovery;

import java.util.Map;

/**
 * What recovery came to in the last hour.
 *
 * @param total of all categories
 * @param byCategory by name of the category, in the order of names; at most {@link RecoveryStatistics#MOST_CATEGORIES} and
 *     {@code OTHER}
 */
public record RecoverySummary(RecoveryCounts total, Map<String, RecoveryCounts> byCategory) {
    /** Share of recoveries that is wanted. */
    public static final double WANTED = 0.9;

    /**
     * In one word.
     *
     * @return {@code healthy} where the wanted share of calls that could be recovered was; {@code degraded} down to half
     *     of them; {@code unhealthy} below
     */
    public String status() {
        double rate = total.successRate();
        if (rate >= WANTED) {
            return "healthy";
        }
        return rate >= 0.5 ? "degraded" : "unhealthy";
    }
}
