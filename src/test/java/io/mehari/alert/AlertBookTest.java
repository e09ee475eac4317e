package io.mehari.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.event.AlertCleared;
import io.mehari.event.AlertRaised;
import io.mehari.event.AlertSeverity;
import io.mehari.event.GatewayEvent;
import io.mehari.support.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AlertBookTest {
    private static final Instant START = Instant.EPOCH;

    private final List<GatewayEvent> told = new ArrayList<>();
    private final MovableClock clock = new MovableClock();
    private final AlertBook book = new AlertBook(told::add, clock);

    @Test
    @DisplayName("S4.8: an alert that is raised again and again is told once, with its recovery notice")
    void repeatedAlertsAreToldOnce() {
        book.raise("cpu", AlertSeverity.WARNING, "CPU at 81 %", "Add cores");
        clock.advance(Duration.ofSeconds(30));
        book.raise("cpu", AlertSeverity.WARNING, "CPU at 95 %", "Add cores");
        clock.advance(Duration.ofSeconds(30));
        book.clear("cpu");
        book.clear("cpu");

        assertThat(told)
                .containsExactly(
                        new AlertRaised("cpu", AlertSeverity.WARNING, "CPU at 81 %", "Add cores", START),
                        new AlertCleared(
                                "cpu", AlertSeverity.WARNING, "CPU at 95 %", Duration.ofSeconds(60), clock.instant()));
        assertThat(book.active()).isEmpty();
        assertThat(book.past(10)).singleElement().satisfies(alert -> {
            assertThat(alert.times()).isEqualTo(2);
            assertThat(alert.clearedAt()).contains(clock.instant());
        });
    }

    @Test
    void anAlertThatBecomesWorseIsToldAgainAndKeepsItsHighestSeverity() {
        book.raise("memory", AlertSeverity.WARNING, "a", "");
        book.raise("memory", AlertSeverity.CRITICAL, "b", "");
        book.raise("memory", AlertSeverity.WARNING, "c", "");

        assertThat(told)
                .extracting(event -> ((AlertRaised) event).severity())
                .containsExactly(AlertSeverity.WARNING, AlertSeverity.CRITICAL);
        assertThat(book.active()).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(AlertSeverity.CRITICAL);
            assertThat(alert.text()).isEqualTo("c");
        });
    }

    @Test
    void theMostUrgentIsFirst() {
        book.raise("a", AlertSeverity.INFO, "", "");
        book.raise("b", AlertSeverity.CRITICAL, "", "");
        book.raise("c", AlertSeverity.WARNING, "", "");

        assertThat(book.active()).extracting(Alert::key).containsExactly("b", "c", "a");
    }

    @Test
    void nothingGrowsWithoutBound() {
        for (int i = 0; i < 2 * AlertBook.MOST_ACTIVE; i++) {
            book.raise("k:" + i, AlertSeverity.WARNING, "x".repeat(5000), "y".repeat(5000));
        }
        assertThat(book.active())
                .hasSize(AlertBook.MOST_ACTIVE)
                .allSatisfy(alert -> assertThat(
                                alert.text().length() + alert.remedy().length())
                        .isEqualTo(2 * AlertBook.LONGEST_TEXT));
        for (int i = 0; i < 2 * AlertBook.MOST_PAST; i++) {
            book.raise("k:0", AlertSeverity.WARNING, "x", "");
            book.clear("k:0");
        }
        assertThat(book.past(Integer.MAX_VALUE)).hasSize(AlertBook.MOST_PAST);
    }
}
