package io.mehari.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mehari.support.ManualTimer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StderrLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.mehari.upstream.stderr.talks");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final ManualTimer time = new ManualTimer();
    private final StderrLog log = new StderrLog("talks", time::nanoTime);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(logged);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void dropsBlankLinesColoursAndSecrets() throws IOException {
        read(
                "\n   \n\u001b[32mINFO\u001b[39m ready\r\n\u001b]0;title\u0007\n\u001b[1;31m\u001b[0m\nAPI_KEY=sk-12345 {} set\n");
        assertThat(lines()).containsExactly("INFO ready", "API_KEY=[redacted] {} set");
    }

    @Test
    void aFloodIsCountedAndTheNextWhileIsTold() throws IOException {
        read("line\n".repeat(StderrLog.LINES + 1_000));
        time.advance(Duration.ofNanos(StderrLog.WHILE_NANOS));
        read("later\n");
        assertThat(lines()).hasSize(StderrLog.LINES + 2);
        assertThat(lines().get(StderrLog.LINES)).startsWith("1000 lines suppressed");
        assertThat(lines().get(StderrLog.LINES + 1)).isEqualTo("later");
    }

    @Test
    void longLinesAreBoundedInBytes() throws IOException {
        read(("x".repeat(8_000) + "\n").repeat(100) + "y".repeat(100_000) + "\n");
        assertThat(lines().stream().mapToInt(String::length).sum()).isLessThan(StderrLog.BYTES + 1_000);
        assertThat(log.lastWords()).endsWith("... (100000 bytes)");
    }

    @Test
    void theLastLinesAreKept() throws IOException {
        assertThat(log.lastWords()).isEmpty();
        assertThat(log.lastSign()).isEmpty();
        read("1\n2\n\u001b[31m3\u001b[0m\n4\n5\n6\n7\n8\n\n9 password=hunter2\n");
        assertThat(log.lastLines()).hasSize(8).last().isEqualTo("9 password=[redacted]");
        assertThat(log.lastWords()).isEqualTo("2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 password=[redacted]");
        assertThat(log.lastSign()).hasValue(time.nanoTime());
        read(("z".repeat(5_000) + "\n").repeat(10));
        assertThat(log.lastWords()).hasSizeLessThan(1_100);
    }

    private void read(String text) throws IOException {
        log.readAll(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> lines() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
