package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ChangesBehaviour;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Each look reads the settings first, asks servers then, and clients after them. */
@TestPropertySource(properties = "route=maintenance/heartbeat-check.camel.yaml")
class HeartbeatCheckRouteTest extends RouteFixture {
    private static final String TICK = "direct:tick";

    @Override
    void replaceNeighbours() throws Exception {
        List.of("heartbeatSettings", "serverHeartbeats", "clientHeartbeats", "heartbeatLog")
                .forEach(this::standInBean);
        enterAt("heartbeat-check", TICK);
    }

    @Test
    void looksAtEverythingInItsOrder() {
        send(TICK);
        assertThat(trace())
                .containsExactly("heartbeatSettings", "serverHeartbeats", "clientHeartbeats", "heartbeatLog");
    }

    @Test
    @ChangesBehaviour("mehari.maintenance.heartbeat-check-period")
    void itsPeriodIsASetting() {
        assertThat(periodOf("heartbeat-check", Map.of())).as("default").hasMillis(1000);
        assertThat(periodOf("heartbeat-check", Map.of("mehari.maintenance.heartbeat-check-period", "1234ms")))
                .hasMillis(1234);
    }
}
