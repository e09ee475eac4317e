package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.test.context.TestPropertySource;

/** The log of notifications: a line each, nothing while nobody reads it. */
@TestPropertySource(properties = "route=notification/notify-log.camel.yaml")
class NotifyLogRouteTest extends RouteFixture {
    private static final String TAKE = "direct:take";

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("io.mehari.notifications");

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("notificationLogGate");
        enterAt("notify-log", TAKE);
    }

    @BeforeEach
    void listen() {
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
        log.setLevel(null);
    }

    @Test
    void writesOneLinePerMessageInOrder() {
        send(TAKE, exchange -> exchange.getMessage().setBody(List.of("{\"a\":1}", "{\"b\":2}")));
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("{\"a\":1}", "{\"b\":2}");
    }

    @Test
    void writesNothingBehindAClosedGate() {
        during("notificationLogGate", exchange -> exchange.setRouteStop(true));
        send(TAKE, exchange -> exchange.getMessage().setBody(List.of("a")));
        assertThat(lines.list).isEmpty();
    }
}
