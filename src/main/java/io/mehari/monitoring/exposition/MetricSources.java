package io.mehari.monitoring.exposition;

import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.monitoring.metric.MetricSource;
import io.mehari.text.LogThrottle;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts that have numbers. One that fails costs its own numbers only. Safe for concurrent use. */
final class MetricSources {
    private static final Logger LOG = LoggerFactory.getLogger(MetricSources.class);

    private final Supplier<? extends List<? extends MetricSource>> sources;
    private final LogThrottle failures = new LogThrottle();

    MetricSources(Supplier<? extends List<? extends MetricSource>> sources) {
        this.sources = sources;
    }

    /** Asks every part. */
    MetricSamples read() {
        MetricSamples samples = new MetricSamples();
        for (MetricSource source : sources.get()) {
            try {
                source.read(samples);
            } catch (RuntimeException e) {
                long times = failures.occurred();
                if (times > 0) {
                    LOG.warn(
                            "Metrics of {} are left out ({} times so far)",
                            source.getClass().getName(),
                            times,
                            e);
                }
            }
        }
        return samples;
    }
}
