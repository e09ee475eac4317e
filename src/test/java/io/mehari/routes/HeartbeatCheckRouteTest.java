package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.Predicate;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Each look reads the settings first, asks servers then, and clients after them. */
@TestPropertySource(properties = "route=maintenance/heartbeat-check.camel.yaml")
class HeartbeatCheckRouteTest extends RouteFixture {
    private static final String TICK = "direct:tick";

    private boolean due = true;

    @Override
    void replaceNeighbours() throws Exception {
        context.getRegistry().bind("heartbeatDue", (Predicate) exchange -> due);
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
    void doesNothingBeforeItIsTime() {
        due = false;
        send(TICK);
        assertThat(trace()).isEmpty();
    }

    @Test
    void itsPeriodIsASetting() {
        assertThat(periodOf("heartbeat-check", Map.of())).as("default").hasMillis(1000);
        assertThat(periodOf("heartbeat-check", Map.of("mehari.maintenance.heartbeat-check-period", "1234ms")))
                .hasMillis(1234);
    }
}
