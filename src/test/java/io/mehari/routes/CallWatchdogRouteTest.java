package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Each tick sweeps first and clears then. */
@TestPropertySource(properties = "route=maintenance/call-watchdog.camel.yaml")
class CallWatchdogRouteTest extends RouteFixture {
    private static final String TICK = "direct:tick";

    @Override
    void replaceNeighbours() throws Exception {
        List.of("watchdog", "staleProtectionSweep").forEach(this::standInBean);
        enterAt("call-watchdog", TICK);
    }

    @Test
    void sweepsCallsAndClearsAfterTools() {
        send(TICK);
        assertThat(trace()).containsExactly("watchdog", "staleProtectionSweep");
    }

    @Test
    void itsPeriodIsASetting() {
        assertThat(periodOf("call-watchdog", Map.of())).as("default").hasMillis(500);
        assertThat(periodOf("call-watchdog", Map.of("mehari.maintenance.call-watchdog-period", "1234ms")))
                .hasMillis(1234);
    }
}
