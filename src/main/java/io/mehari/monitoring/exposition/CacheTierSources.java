package io.mehari.monitoring.exposition;

import io.mehari.cache.CacheActivity;
import io.mehari.cache.CacheTier;
import io.mehari.cache.CacheTiers;
import io.mehari.cache.TierStatistics;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.monitoring.metric.MetricSamples;

/** The tiers of the cache outside of this process, where there are any, and what the cache does besides lookups and stores. */
record CacheTierSources(CacheTiers tiers, CacheActivity activity) implements GaugeSource {
    private static final double NANOS = 1e9;

    @Override
    public void read(MetricSamples samples) {
        CacheActivity.Figures figures = activity.figures();
        samples.add(GatewayMetric.CACHE_STALE, figures.stale());
        samples.add(GatewayMetric.CACHE_RENEWALS, figures.renewed(), "renewed");
        samples.add(GatewayMetric.CACHE_RENEWALS, figures.failed(), "failed");
        samples.add(GatewayMetric.CACHE_RENEWALS, figures.skipped(), "skipped");
        samples.add(GatewayMetric.CACHE_JOINED, figures.joinedHere(), "here");
        samples.add(GatewayMetric.CACHE_JOINED, figures.joinedElsewhere(), "elsewhere");
        for (CacheTier tier : tiers.outside()) {
            TierStatistics statistics = tier.statistics();
            lookups(samples, tier.name(), "hit", statistics.hits());
            lookups(samples, tier.name(), "miss", statistics.misses());
            lookups(samples, tier.name(), "error", statistics.errors());
            lookups(samples, tier.name(), "skipped", statistics.skipped());
            samples.add(GatewayMetric.CACHE_TIER_SECONDS, statistics.lookupNanos() / NANOS, tier.name());
            samples.add(GatewayMetric.CACHE_TIER_STORES, statistics.kept(), tier.name(), "kept");
            samples.add(GatewayMetric.CACHE_TIER_STORES, statistics.lost(), tier.name(), "lost");
            samples.add(GatewayMetric.CACHE_TIER_BYTES, statistics.bytes(), tier.name());
            samples.add(GatewayMetric.CACHE_TIER_WAITING, statistics.waiting(), tier.name());
            samples.add(GatewayMetric.CACHE_TIER_OWED, statistics.owed(), tier.name());
            samples.add(GatewayMetric.CACHE_TIER_UNREADABLE, statistics.unreadable(), tier.name());
        }
    }

    private static void lookups(MetricSamples samples, String tier, String result, long many) {
        samples.add(GatewayMetric.CACHE_TIER_LOOKUPS, many, tier, result);
    }
}
