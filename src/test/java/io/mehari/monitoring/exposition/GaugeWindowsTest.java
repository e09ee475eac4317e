package io.mehari.monitoring.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.monitoring.metric.Meters;
import io.mehari.monitoring.metric.ValueWindows;
import io.mehari.support.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S0.14, S1.6: queues, pools and connections have windows")
class GaugeWindowsTest {
    private final ManualTimer timer = new ManualTimer();
    private final ValueWindows values = Meters.windows(timer::nanoTime);
    private final List<GaugeSource> sources = new ArrayList<>();
    private final GaugeWindows gauges = new GaugeWindows(new MetricSources(() -> sources), values);
    private int waiting;

    @Test
    void measuresThirtyTimesInAWindow() {
        sources.add(samples -> samples.add(GatewayMetric.QUEUE_EVENTS, waiting++, "CallCompleted"));
        gauges.startOn(timer);
        for (int at = 0; at < 20; at++) {
            timer.advance(Duration.ofSeconds(2));
        }
        assertThat(values.read().get("event_queue_events/CallCompleted")).satisfies(queue -> {
            assertThat(queue.count()).isEqualTo(20);
            assertThat(queue.max()).isEqualTo(19);
            assertThat(queue.min()).isZero();
            assertThat(queue.average()).isEqualTo(9.5);
        });
    }

    @Test
    void membersOfAServerAreOnePoolWhateverTheirState() {
        sources.add(samples -> {
            samples.add(GatewayMetric.SERVER_MEMBERS, 3, "files", "online");
            samples.add(GatewayMetric.SERVER_MEMBERS, 1, "files", "offline");
            samples.add(GatewayMetric.SERVER_CALLS, 5, "files");
            samples.add(GatewayMetric.SERVER_CALLS, 2, "git");
        });
        gauges.measure();
        assertThat(values.read().get("server_members/files").max()).isEqualTo(4);
        assertThat(values.read().get("server_calls_in_flight").max()).isEqualTo(7);
    }

    @Test
    void aPartThatFailsCostsItsOwnValuesOnly() {
        sources.add(samples -> {
            throw new IllegalStateException("broken");
        });
        sources.add(samples -> samples.add(GatewayMetric.HTTP_CONNECTIONS, 4));
        gauges.startOn(timer);
        timer.advance(Duration.ofSeconds(2));
        timer.advance(Duration.ofSeconds(2));
        assertThat(values.read().get("http_connections").count()).isEqualTo(2);
    }
}
