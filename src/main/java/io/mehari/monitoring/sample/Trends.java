package io.mehari.monitoring.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Trends of what samples hold, over the last hour of kept history. Made when they are asked for. Stateless. */
public final class Trends {
    /** How far back is looked. */
    public static final Duration SPAN = Duration.ofHours(1);

    private static final double PERCENT = 100;

    private static final Map<String, ToDoubleFunction<SystemSample>> SERIES = series();

    private Trends() {}

    private static Map<String, ToDoubleFunction<SystemSample>> series() {
        Map<String, ToDoubleFunction<SystemSample>> series = new LinkedHashMap<>();
        series.put("cpu_percent", sample -> PERCENT * sample.system().systemCpu());
        series.put("memory_percent", sample -> PERCENT * sample.system().memory());
        series.put("rss_bytes", sample -> sample.system().rss());
        series.put("threads", sample -> sample.system().threads());
        series.put("file_descriptors", sample -> sample.system().descriptors());
        series.put("child_processes", sample -> sample.system().children());
        series.put("error_rate", sample -> sample.calls().errorRate());
        series.put("response_time_seconds", sample -> sample.calls().responseSeconds());
        return series;
    }

    /**
     * The trend of each series.
     *
     * @param history where the samples are
     * @param now until when
     * @return by name, as in the JSON of samples
     */
    public static Map<String, Trend> of(SampleHistory history, Instant now) {
        List<SystemSample> samples = history.since(now.minus(SPAN));
        Map<String, Trend> trends = new LinkedHashMap<>();
        SERIES.forEach((name, value) -> trends.put(name, of(samples, value)));
        return trends;
    }

    private static Trend of(List<SystemSample> samples, ToDoubleFunction<SystemSample> value) {
        double[] seconds = new double[samples.size()];
        double[] values = new double[samples.size()];
        for (int i = 0; i < values.length; i++) {
            seconds[i] = samples.get(i).at().toEpochMilli() / 1000.0;
            values[i] = value.applyAsDouble(samples.get(i));
        }
        return Trend.of(seconds, values);
    }
}
