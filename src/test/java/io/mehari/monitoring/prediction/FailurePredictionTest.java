package io.mehari.monitoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.alert.AlertBook;
import io.mehari.event.AlertRaised;
import io.mehari.event.GatewayEvent;
import io.mehari.monitoring.alert.AlertThresholds;
import io.mehari.monitoring.sample.CallFigures;
import io.mehari.support.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FailurePredictionTest {
    private static final AlertThresholds THRESHOLDS = new AlertThresholds(80, 90, 5, 5, 10);

    private final List<GatewayEvent> told = new ArrayList<>();
    private final AlertBook alerts = new AlertBook(told::add, new MovableClock());
    private final FailurePrediction prediction = new FailurePrediction(alerts);

    @Test
    @DisplayName("S1.13: a response time on its way to the threshold is an alert of its own kind, once")
    void anAlertOfItsOwnKindWithTheTimeThatIsLeft() {
        for (int i = 0; i < 24; i++) {
            next(0.5 + 0.15 * i);
        }
        assertThat(prediction.current()).singleElement().satisfies(found -> {
            assertThat(found.server()).isEqualTo("files");
            assertThat(found.within()).isBetween(Duration.ofSeconds(90), Duration.ofMinutes(5));
        });
        assertThat(told)
                .singleElement()
                .satisfies(event -> assertThat(((AlertRaised) event).key()).isEqualTo("predicted-response-time:files"));
        assertThat(((AlertRaised) told.get(0)).text()).contains("files", "rising", "5.0 s", "min");
    }

    @Test
    void aPredictionIsOverWhenItIsNotMadeAnyMore() {
        for (int i = 0; i < 24; i++) {
            next(0.5 + 0.15 * i);
        }
        for (int i = 0; i < RisingSeries.POINTS + FailurePrediction.OVER_AFTER; i++) {
            next(0.5);
        }
        assertThat(prediction.current()).isEmpty();
        assertThat(alerts.active()).isEmpty();
        assertThat(told).hasSize(2);
    }

    @Test
    void samplesWithoutCallsSayNothing() {
        for (int i = 0; i < 300; i++) {
            prediction.next(Map.of(), Duration.ofSeconds(30), THRESHOLDS);
        }
        assertThat(told).isEmpty();
    }

    private void next(double seconds) {
        prediction.next(Map.of("files", new CallFigures(20, 0, 20 * seconds)), Duration.ofSeconds(30), THRESHOLDS);
    }
}
