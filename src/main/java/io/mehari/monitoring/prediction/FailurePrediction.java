package io.mehari.monitoring.prediction;

import io.mehari.alert.Alerts;
import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.alert.AlertThresholds;
import io.mehari.monitoring.sample.CallFigures;
import io.mehari.text.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Follows error rate and response time of each server, and raises an alert while one of them is on its way over its
 * threshold. One that has been crossed is the matter of the alert on that threshold. For one thread; what is predicted is
 * read by any.
 */
public final class FailurePrediction {
    /** A prediction that is not made again for so many samples is over. */
    static final int OVER_AFTER = 10;

    /** Servers without a call for so many samples are forgotten. */
    static final int FORGOTTEN_AFTER = 120;

    private static final double PERCENT = 100;

    private final Map<String, Server> servers = new HashMap<>();
    private final Alerts alerts;
    private volatile List<Prediction> current = List.of();

    private static final class Series {
        private final RisingSeries values = new RisingSeries();
        private Prediction made;
        private int notMade;
    }

    private static final class Server {
        private final Series errors = new Series();
        private final Series times = new Series();
        private int quiet;
    }

    /**
     * Nothing is known yet.
     *
     * @param alerts where to raise and clear
     */
    public FailurePrediction(Alerts alerts) {
        this.alerts = alerts;
    }

    /**
     * What is predicted now.
     *
     * @return empty if nothing is
     */
    public List<Prediction> current() {
        return current;
    }

    /**
     * Takes the next sample.
     *
     * @param byServer calls since the sample before
     * @param interval time between samples
     * @param thresholds that hold now
     */
    public void next(Map<String, CallFigures> byServer, Duration interval, AlertThresholds thresholds) {
        byServer.keySet().forEach(name -> servers.computeIfAbsent(name, made -> new Server()));
        List<Prediction> predictions = new ArrayList<>();
        servers.forEach((name, server) -> {
            CallFigures calls = byServer.getOrDefault(name, CallFigures.NONE);
            server.quiet = calls.calls() == 0 ? server.quiet + 1 : 0;
            Measured errors = new Measured(name, "error-rate", PERCENT * calls.errorRate(), calls.calls());
            next(server.errors, errors, thresholds.errorRatePercent(), interval);
            Measured times = new Measured(name, "response-time", calls.responseSeconds(), calls.calls());
            next(server.times, times, thresholds.responseTimeSeconds(), interval);
            add(server.errors, predictions);
            add(server.times, predictions);
        });
        servers.values().removeIf(server -> server.quiet >= FORGOTTEN_AFTER);
        current = List.copyOf(predictions);
    }

    private static void add(Series series, List<Prediction> predictions) {
        if (series.made != null) {
            predictions.add(series.made);
        }
    }

    private record Measured(String server, String what, double value, long calls) {}

    private void next(Series series, Measured measured, double threshold, Duration interval) {
        OptionalDouble after = OptionalDouble.empty();
        if (measured.calls() > 0) {
            series.values.add(measured.value(), measured.calls());
            after = series.values.crossesAfter(threshold);
        }
        if (after.isPresent()) {
            Duration within = Duration.ofMillis((long) ((after.getAsDouble() + 1) * interval.toMillis()));
            series.made = new Prediction(measured.server(), measured.what(), measured.value(), threshold, within);
            series.notMade = 0;
            raise(series.made);
        } else if (series.made != null && ++series.notMade >= OVER_AFTER) {
            alerts.clear(series.made.key());
            series.made = null;
        }
    }

    private void raise(Prediction prediction) {
        boolean errors = prediction.what().equals("error-rate");
        String text = String.format(
                Locale.ROOT,
                errors
                        ? "The error rate of %s is rising (%.1f %% now) and will be over %.1f %% within about %s"
                        : "The response time of %s is rising (%.1f s now) and will be over %.1f s within about %s",
                prediction.server(),
                prediction.value(),
                prediction.threshold(),
                DurationText.of(prediction.within()));
        alerts.raise(
                prediction.key(),
                AlertSeverity.WARNING,
                text,
                "Look at the server before its calls fail: load, memory, what it depends on. POST"
                        + " /api/v1/admin/servers/" + prediction.server() + "/restart connects to it anew");
    }
}
