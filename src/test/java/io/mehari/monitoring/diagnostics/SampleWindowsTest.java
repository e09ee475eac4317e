package io.mehari.monitoring.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.monitoring.metric.Meters;
import io.mehari.monitoring.metric.ValueWindows;
import io.mehari.monitoring.sample.CallFigures;
import io.mehari.monitoring.sample.SystemFigures;
import io.mehari.monitoring.sample.SystemSample;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S0.14, S1.6: samples and values of collectors have windows")
class SampleWindowsTest {
    private final ValueWindows values = Meters.windows(() -> 0);
    private final SampleWindows windows = new SampleWindows(values);

    @Test
    void keepsWhatWasMeasuredAndNoLimits() {
        windows.record(sample(0.25, 3));
        windows.record(sample(0.75, 5));
        assertThat(values.read().get("system/cpu_percent")).satisfies(cpu -> {
            assertThat(cpu.average()).isEqualTo(50);
            assertThat(cpu.max()).isEqualTo(75);
            assertThat(cpu.min()).isEqualTo(25);
            assertThat(cpu.count()).isEqualTo(2);
        });
        assertThat(values.read().get("custom/orders").average()).isEqualTo(4);
        assertThat(values.read())
                .containsKeys("system/memory_percent", "system/threads", "system/heap_used_bytes", "system/rss_bytes")
                .doesNotContainKeys("system/heap_max_bytes", "system/sampled_at", "system/file_descriptors");
    }

    private static SystemSample sample(double cpu, double orders) {
        SystemFigures figures = new SystemFigures(cpu, 0.1, 0.5, 1, 2, 3, 4, -1, -1, 0);
        return new SystemSample(Instant.EPOCH, figures, CallFigures.NONE, Map.of("orders", orders), 10);
    }
}
