package io.mehari.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.ConnectException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what another exporter sends, and tells the log when it begins to fail and when it works again. Thread-safe. */
final class CountedExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(CountedExporter.class);

    private final SpanExporter exporter;
    private final SpanCounts counts;
    private final String collector;
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * An exporter around another.
     *
     * @param exporter sends the spans
     * @param counts is told what became of them
     * @param collector its address, for the log
     */
    CountedExporter(SpanExporter exporter, SpanCounts counts, String collector) {
        this.exporter = exporter;
        this.counts = counts;
        this.collector = collector;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int number = spans.size();
        counts.taken(number);
        CompletableResultCode result = exporter.export(spans);
        result.whenComplete(() -> ended(number, result));
        return result;
    }

    private void ended(int spans, CompletableResultCode result) {
        boolean well = result.isSuccess();
        counts.ended(spans, well);
        if (!well && failing.compareAndSet(false, true)) {
            LOG.warn(
                    "Spans cannot be sent to {}, and are lost until they can: {}. Calls are not affected",
                    collector,
                    cause(result.getFailureThrowable()));
        } else if (well && failing.compareAndSet(true, false)) {
            LOG.info("Spans are sent to {} again", collector);
        }
    }

    /** What the client of the JDK throws where nothing listens has no words of its own. */
    private static String cause(Throwable failure) {
        Throwable last = failure;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof ConnectException) {
                return "no connection, is it running there?";
            }
            last = each;
        }
        if (last == null || last.getClass().getName().startsWith("io.opentelemetry")) {
            return "it refused them (logging.level.io.opentelemetry.exporter=WARN shows how)";
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
