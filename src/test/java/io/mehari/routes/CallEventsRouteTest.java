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

/** Each tick logs the calls since the last one, a line each. */
@TestPropertySource(properties = "route=maintenance/call-events.camel.yaml")
class CallEventsRouteTest extends RouteFixture {
    private static final String TICK = "direct:tick";

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger calls = (Logger) LoggerFactory.getLogger("io.mehari.calls");

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("callEventDrain");
        standInBean("callEventTap");
        standInBean("callLogGate");
        enterAt("call-events", TICK);
    }

    @BeforeEach
    void listen() {
        lines.list.clear();
        lines.start();
        calls.setLevel(Level.INFO);
        calls.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        calls.detachAppender(lines);
        calls.setLevel(null);
    }

    @Test
    void logsOneLinePerCallInOrder() {
        during("callEventDrain", exchange -> exchange.getMessage().setBody(List.of("first, call", "second call")));
        send(TICK);
        assertThat(trace()).containsExactly("callEventDrain", "callEventTap", "callLogGate");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("first, call", "second call");
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.INFO);
    }

    @Test
    void logsNothingWhereNothingWasCalled() {
        during("callEventDrain", exchange -> exchange.getMessage().setBody(List.of()));
        send(TICK);
        assertThat(lines.list).isEmpty();
    }

    @Test
    void whereTheLogIsOffNothingIsSplit() {
        during("callEventDrain", exchange -> exchange.getMessage().setBody(List.of("a call")));
        during("callLogGate", exchange -> exchange.setRouteStop(true));
        send(TICK);
        assertThat(lines.list).isEmpty();
    }

    @Test
    void itsPeriodIsASetting() {
        assertThat(periodOf("call-events", Map.of())).as("default").hasMillis(100);
        assertThat(periodOf("call-events", Map.of("mehari.maintenance.call-events-period", "1234ms")))
                .hasMillis(1234);
    }
}
