package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ChangesBehaviour;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.seda.SedaEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** What has happened goes to everybody; one way that fails takes nothing from the others. */
@TestPropertySource(properties = "route=notification/notify.camel.yaml")
class NotifyRouteTest extends RouteFixture {
    private static final String TICK = "direct:tick";

    @Override
    void replaceNeighbours() throws Exception {
        List.of("notificationTake", "webSocketListeners", "eventStreamListeners", "webhookListener")
                .forEach(this::standInBean);
        enterAt("notify", TICK);
    }

    @BeforeEach
    void emptyTheQueue() {
        queue().getQueue().clear();
    }

    private SedaEndpoint queue() {
        return context.getEndpoint("seda:notify-log?size=100", SedaEndpoint.class);
    }

    @Test
    @DisplayName("S0.1: one notifier, fan-out to WebSocket and SSE")
    void goesToAll() {
        during("notificationTake", exchange -> exchange.getMessage().setBody(List.of("a", "b")));
        send(TICK);
        assertThat(trace())
                .containsExactly("notificationTake", "webSocketListeners", "eventStreamListeners", "webhookListener");
        assertThat(queue().getQueue()).hasSize(1);
        assertThat(queue().getQueue().peek().getMessage().getBody()).isEqualTo(List.of("a", "b"));
    }

    @Test
    @DisplayName("S0.1: each branch is isolated")
    void aWayThatFailsTakesNothingFromTheOthers() {
        during("notificationTake", exchange -> exchange.getMessage().setBody(List.of("a")));
        during("webSocketListeners", FAILS);
        send(TICK);
        assertThat(trace()).contains("webSocketListeners", "eventStreamListeners");
        assertThat(queue().getQueue()).hasSize(1);
    }

    @Test
    void aLogThatHangsHoldsNobodyUp() {
        during("notificationTake", exchange -> exchange.getMessage().setBody(List.of("a")));
        for (int i = 0; i < 150; i++) {
            send(TICK);
        }
        assertThat(queue().getQueue()).as("nobody takes from it").hasSize(100);
        assertThat(trace()).filteredOn("eventStreamListeners"::equals).hasSize(150);
    }

    @Test
    void endsWhereNothingHasHappened() {
        during("notificationTake", exchange -> exchange.setRouteStop(true));
        send(TICK);
        assertThat(trace()).containsExactly("notificationTake");
    }

    @Test
    @ChangesBehaviour("mehari.notification.period")
    void itsPeriodIsASetting() {
        assertThat(periodOf("notify", Map.of())).as("default").hasMillis(100);
        assertThat(periodOf("notify", Map.of("mehari.notification.period", "1234ms")))
                .hasMillis(1234);
    }
}
