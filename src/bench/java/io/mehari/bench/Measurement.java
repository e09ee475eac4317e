package io.mehari.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What one measurement of callers in a closed loop gave: each caller sends its next call when the last one is
 * answered.
 *
 * @param calls calls answered as they should be
 * @param errors calls answered otherwise, or not at all
 * @param seconds how long was measured
 * @param mean latency in microseconds
 * @param p50 latency in microseconds that half of the calls did not exceed
 * @param p95 the same for 95 %
 * @param p99 the same for 99 %
 * @param cpu CPU time of the server process in microseconds per call; NaN where it has no process of its own
 */
record Measurement(long calls, long errors, double seconds, double mean, double p50, double p95, double p99, double cpu)
        implements Figures {
    private static final List<String> HEADINGS =
            List.of("calls/s", "mean us", "p50 us", "p95 us", "p99 us", "server CPU us/call", "errors");

    /** Calls per second. */
    double rate() {
        return calls / seconds;
    }

    /** The same with the server's CPU time, given in microseconds for all calls. */
    Measurement withCpu(double totalMicros) {
        return new Measurement(calls, errors, seconds, mean, p50, p95, p99, totalMicros / Math.max(1, calls + errors));
    }

    @Override
    public List<String> headings() {
        return HEADINGS;
    }

    @Override
    public List<String> values() {
        return List.of(
                text("%,.0f", rate()),
                text("%,.0f", mean),
                text("%,.0f", p50),
                text("%,.0f", p95),
                text("%,.0f", p99),
                Double.isNaN(cpu) ? "-" : text("%.1f", cpu),
                Long.toString(errors));
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /**
     * The measurement whose rate is the median; of an even number the slower one of the two in the middle.
     *
     * @throws IllegalArgumentException if there are none
     */
    static Measurement median(List<Measurement> measurements) {
        if (measurements.isEmpty()) {
            throw new IllegalArgumentException("There is no median of no measurements");
        }
        return measurements.stream()
                .sorted(Comparator.comparingDouble(Measurement::rate))
                .toList()
                .get((measurements.size() - 1) / 2);
    }
}
