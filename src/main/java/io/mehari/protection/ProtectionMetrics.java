package io.mehari.protection;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.monitoring.metric.MetricSource;
import java.util.Locale;

/** Breakers as numbers: those of single tools only where they are not closed. Safe for concurrent use. */
final class ProtectionMetrics implements MetricSource {
    /** Most breakers that are told of one by one. */
    private static final int MOST_OPEN = 500;

    private static final double TRIAL = 0.5;

    private final CircuitBreakerRegistry breakers;

    ProtectionMetrics(CircuitBreakerRegistry breakers) {
        this.breakers = breakers;
    }

    @Override
    public void read(MetricSamples samples) {
        for (CircuitBreaker breaker : breakers.getAllCircuitBreakers()) {
            read(samples, breaker);
        }
    }

    private static void read(MetricSamples samples, CircuitBreaker breaker) {
        String[] name = breaker.getName().split("/", 2);
        CircuitBreaker.State state = breaker.getState();
        samples.add(GatewayMetric.BREAKERS, 1, name[0], state.name().toLowerCase(Locale.ROOT));
        boolean closed = state == CircuitBreaker.State.CLOSED;
        if (!closed && samples.values(GatewayMetric.BREAKER_OPEN).size() < MOST_OPEN) {
            double open = state == CircuitBreaker.State.HALF_OPEN ? TRIAL : 1;
            samples.add(GatewayMetric.BREAKER_OPEN, open, name[0], name[1]);
        }
    }
}
