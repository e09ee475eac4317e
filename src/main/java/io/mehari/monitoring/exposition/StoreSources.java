package io.mehari.monitoring.exposition;

import io.mehari.cache.CacheStatistics;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.network.ByteBudget;
import java.util.function.Supplier;

/** The result cache, and the memory that calls hold. */
record StoreSources(Supplier<CacheStatistics> cache, ByteBudget memory) implements GaugeSource {
    @Override
    public void read(MetricSamples samples) {
        CacheStatistics statistics = cache.get();
        samples.add(GatewayMetric.CACHE_HITS, statistics.hits());
        samples.add(GatewayMetric.CACHE_MISSES, statistics.misses());
        samples.add(GatewayMetric.CACHE_ENTRIES, statistics.entries());
        samples.add(GatewayMetric.MEMORY_HELD, memory.held());
        samples.add(GatewayMetric.MEMORY_LIMIT, memory.limit());
        samples.add(GatewayMetric.MEMORY_REFUSALS, memory.refusals());
    }
}
