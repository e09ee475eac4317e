package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.test.context.TestPropertySource;

/** Each tick logs the changes since the last one, a line each. */
@TestPropertySource(properties = "route=maintenance/change-events.camel.yaml")
class ChangeEventsRouteTest extends RouteFixture {
    private static final String TICK = "direct:tick";

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger changes = (Logger) LoggerFactory.getLogger("io.mehari.changes");

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("changeEventDrain");
        standInBean("changeEventTap");
        enterAt("change-events", TICK);
    }

    @BeforeEach
    void listen() {
        lines.list.clear();
        lines.start();
        changes.setLevel(Level.INFO);
        changes.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        changes.detachAppender(lines);
        changes.setLevel(null);
    }

    @Test
    void logsOneLinePerChangeInOrder() {
        during(
                "changeEventDrain",
                exchange -> exchange.getMessage().setBody(List.of("first, change", "second change")));
        send(TICK);
        assertThat(trace()).containsExactly("changeEventDrain", "changeEventTap");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("first, change", "second change");
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.INFO);
    }

    @Test
    void logsNothingWhereNothingHasChanged() {
        during("changeEventDrain", exchange -> exchange.getMessage().setBody(List.of()));
        send(TICK);
        assertThat(lines.list).isEmpty();
    }

    @Test
    void itsPeriodIsASetting() {
        assertThat(periodOf("change-events", Map.of())).as("default").hasMillis(100);
        assertThat(periodOf("change-events", Map.of("mehari.maintenance.call-events-period", "1234ms")))
                .hasMillis(1234);
    }
}
