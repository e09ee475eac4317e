package io.mehari.monitoring.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mehari.call.Outcome;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CallMetersTest {
    private static final long MILLI = 1_000_000L;

    private final AtomicLong now = new AtomicLong();
    private final CallMeters meters = Meters.of(500, now::get);

    private MetricSamples read() {
        MetricSamples samples = new MetricSamples();
        meters.read(samples);
        return samples;
    }

    private double calls(String... labels) {
        return read().values(GatewayMetric.CALLS).getOrDefault(List.of(labels), Double.NaN);
    }

    @Test
    void countsByServerToolAndOutcome() {
        meters.record("files", "read", Outcome.SUCCESS, MILLI, now.get());
        meters.record("files", "read", Outcome.SUCCESS, MILLI, now.get());
        meters.record("files", "read", Outcome.TIMED_OUT, MILLI, now.get());
        meters.record("files", "write", Outcome.TOOL_ERROR, MILLI, now.get());
        assertThat(calls("files", "read", "success")).isEqualTo(2);
        assertThat(calls("files", "read", "timed_out")).isEqualTo(1);
        assertThat(calls("files", "write", "tool_error")).isEqualTo(1);
        assertThat(calls("files", "write", "success")).isZero();
        assertThat(calls("files", "write", "internal")).isNaN();
        assertThat(meters.calls()).isEqualTo(4);
    }

    @Test
    void whatCallersInventMakesNoMeters() {
        for (int i = 0; i < 10_000; i++) {
            meters.record("files", "invented-" + i, Outcome.NOT_FOUND, MILLI, now.get());
            meters.record("invented-" + i, "read", Outcome.NOT_FOUND, MILLI, now.get());
        }
        assertThat(read().values(GatewayMetric.CALLS))
                .containsOnlyKeys(
                        List.of("files", "other", "success"),
                        List.of("files", "other", "not_found"),
                        List.of("other", "other", "success"),
                        List.of("other", "other", "not_found"));
        assertThat(calls("files", "other", "not_found")).isEqualTo(10_000);
    }

    @Test
    void toolsBeyondTheMostAreCountedTogether() {
        CallMeters one = Meters.of(1, now::get);
        one.record("files", "read", Outcome.SUCCESS, MILLI, now.get());
        one.record("files", "write", Outcome.SUCCESS, MILLI, now.get());
        one.record("files", "read", Outcome.SUCCESS, MILLI, now.get());
        MetricSamples samples = new MetricSamples();
        one.read(samples);
        assertThat(samples.values(GatewayMetric.CALLS).get(List.of("files", "read", "success")))
                .isEqualTo(2);
        assertThat(samples.values(GatewayMetric.CALLS).get(List.of("files", "other", "success")))
                .isEqualTo(1);
    }

    @Test
    void durationsLieInRangesThatIncludeTheirBound() {
        meters.record("files", "read", Outcome.SUCCESS, MILLI, now.get());
        meters.record("files", "read", Outcome.SUCCESS, MILLI + 1, now.get());
        meters.record("files", "read", Outcome.SUCCESS, 400_000 * MILLI, now.get());
        Histogram.Snapshot histogram =
                read().histograms(GatewayMetric.CALL_DURATION).get(List.of("files", "read"));
        assertThat(histogram.bounds()[0]).isEqualTo(0.001);
        assertThat(histogram.counts()[0]).isEqualTo(1);
        assertThat(histogram.counts()[1]).isEqualTo(1);
        assertThat(histogram.counts()[histogram.counts().length - 1]).isEqualTo(1);
        assertThat(histogram.count()).isEqualTo(3);
        assertThat(histogram.sum()).isBetween(400.002, 400.0021);
    }

    @Test
    @DisplayName("S0.14: the window is of each server, and forgets")
    void recentCallsByServer() {
        meters.record("files", "read", Outcome.SUCCESS, 10 * MILLI, now.get());
        meters.record("files", "read", Outcome.TIMED_OUT, 30 * MILLI, now.get());
        assertThat(meters.recent().get("files")).isEqualTo(new WindowStatistics(2, 40 * MILLI, 30 * MILLI, 10 * MILLI));
        assertThat(meters.recentFailures()).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(meters.recent()).isEmpty();
        assertThat(meters.recentFailures()).isZero();
        assertThat(meters.failuresOfLastHour()).isEqualTo(1);
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(meters.failuresOfLastHour()).isZero();
        assertThat(meters.calls()).isEqualTo(2);
        assertThat(meters.averageSeconds()).isEqualTo(0.02);
    }

    @Test
    void switchedOffItCountsNothing() {
        CallMeters off = new CallMeters(
                server -> true,
                (server, tool) -> true,
                new MetricSettings(Duration.ofSeconds(60), 500, false, true),
                false,
                now::get);
        off.record("files", "read", Outcome.SUCCESS, MILLI, now.get());
        assertThat(off.calls()).isZero();
    }

    @Test
    void countingACallAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        record(1_000);
        long before = threads.getThreadAllocatedBytes(id);
        record(100_000);
        assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(100_000); // below a byte a call
    }

    private void record(int times) {
        for (int i = 0; i < times; i++) {
            meters.record("files", "read", Outcome.SUCCESS, MILLI, now.get());
        }
    }
}
