package io.mehari.tracing;

import io.mehari.text.LogThrottle;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps spans from the queue of another processor while too many wait there, and counts them: that queue drops silently. Safe
 * for concurrent use; blocks nothing.
 */
final class BoundedSpans implements SpanProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedSpans.class);

    private final SpanProcessor queue;
    private final SpanCounts counts;
    private final int most;
    private final LogThrottle drops = new LogThrottle();

    /**
     * A processor before another.
     *
     * @param queue takes the spans; has room for more than {@code most}
     * @param counts knows how many wait
     * @param most spans that may wait
     */
    BoundedSpans(SpanProcessor queue, SpanCounts counts, int most) {
        this.queue = queue;
        this.counts = counts;
        this.most = most;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // only ends are of interest
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return;
        }
        if (counts.takes(most)) {
            queue.onEnd(span);
        } else {
            long times = drops.occurred();
            if (times > 0) {
                LOG.warn(
                        "{} spans were dropped since {} wait for the collector of traces (mehari.tracing.queue): is it reachable and"
                                + " fast enough? mehari.tracing.sampling-ratio makes fewer",
                        times,
                        most);
            }
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public CompletableResultCode shutdown() {
        return queue.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return queue.forceFlush();
    }
}
