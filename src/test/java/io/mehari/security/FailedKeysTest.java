package io.mehari.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailedKeysTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final FailedKeys keys = new FailedKeys(nanos::get);
    private final Logger logger = (Logger) LoggerFactory.getLogger(FailedKeys.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void watch() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void unwatch() {
        logger.detachAppender(log);
    }

    @Test
    void tellsTheFirstAtOnceAndTheOthersTogether() {
        for (int i = 0; i < 3_000; i++) {
            keys.add("10.0.0.7");
        }
        assertThat(log.list).hasSize(1);
        nanos.addAndGet(FailedKeys.QUIET_NANOS);
        keys.add("10.0.0.8");

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Requests with an unknown API key: 1 since the last such line, 1 since the start; the last came"
                                + " from 10.0.0.7",
                        "Requests with an unknown API key: 3000 since the last such line, 3001 since the start; the last"
                                + " came from 10.0.0.8");
        assertThat(keys.count()).isEqualTo(3_001);
    }
}
