package io.mehari.monitoring.exposition;

import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;

/** How many of the failures that can be recovered from were, in the words of {@code error_recovery}. */
record RecoveryRate(MetricSamples samples) {
    private static final double WANTED = 0.9;
    private static final double HALF = 0.5;

    /** 0 to 1; 1 as long as there was nothing to recover from. What cannot be recovered by its nature does not count. */
    double share() {
        double recovered = sum("recovered");
        double all = recovered + sum("failed") + sum("broken");
        return all == 0 ? 1 : recovered / all;
    }

    private double sum(String result) {
        return samples.values(GatewayMetric.RECOVERIES).entrySet().stream()
                .filter(entry -> entry.getKey().get(1).equals(result))
                .mapToDouble(entry -> entry.getValue())
                .sum();
    }

    /** Healthy from nine in ten on, unhealthy below half. */
    String status() {
        double share = share();
        return share >= WANTED ? "healthy" : share >= HALF ? "degraded" : "unhealthy";
    }
}
