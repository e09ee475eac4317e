package io.mehari.tracing;

import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.monitoring.metric.MetricSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What became of the spans that were to be sent. Safe for concurrent use. */
final class SpanCounts implements MetricSource {
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * A span has ended.
     *
     * @param most spans that may wait
     * @return false if so many wait already: it is dropped
     */
    boolean takes(int most) {
        if (waiting.incrementAndGet() <= most) {
            return true;
        }
        waiting.decrementAndGet();
        dropped.increment();
        return false;
    }

    /** Spans have been taken out of the queue. */
    void taken(int spans) {
        waiting.addAndGet(-spans);
    }

    /** The collector has answered, or cannot be reached. */
    void ended(int spans, boolean well) {
        (well ? sent : failed).add(spans);
    }

    /** How many were dropped since too many waited. */
    long dropped() {
        return dropped.sum();
    }

    @Override
    public void read(MetricSamples samples) {
        samples.add(GatewayMetric.TRACE_SPANS, sent.sum(), "sent");
        samples.add(GatewayMetric.TRACE_SPANS, failed.sum(), "failed");
        samples.add(GatewayMetric.TRACE_SPANS, dropped.sum(), "dropped");
        samples.add(GatewayMetric.TRACE_SPANS_WAITING, waiting.get());
    }
}
