package io.mehari.monitoring.exposition;

import io.mehari.alert.AlertBook;
import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.monitoring.metric.MetricSource;
import java.util.Locale;

/** Alerts of the gateway itself that are active. */
record AlertSource(AlertBook alerts) implements MetricSource {
    @Override
    public void read(MetricSamples samples) {
        for (AlertSeverity severity : AlertSeverity.values()) {
            samples.add(GatewayMetric.ALERTS, 0, severity.name().toLowerCase(Locale.ROOT));
        }
        alerts.active()
                .forEach(alert -> samples.add(
                        GatewayMetric.ALERTS, 1, alert.severity().name().toLowerCase(Locale.ROOT)));
    }
}
