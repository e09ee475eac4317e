package io.mehari.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mehari.protocol.Json;
import io.mehari.support.FakeUpstream;
import io.mehari.upstream.UpstreamState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class UpstreamNewsTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(UpstreamNews.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final FakeUpstream upstream = new FakeUpstream("files");
    private Instant now = Instant.EPOCH;
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    private final UpstreamNews news = new UpstreamNews(clock);
    private Level before;

    @BeforeEach
    void listen() {
        before = logger.getLevel();
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        logger.setLevel(before);
    }

    @Test
    void saysHowLongAServerTookToJoin() {
        change(UpstreamState.JOINING, null);
        now = now.plus(Duration.ofMillis(1234));
        upstream.tools(Json.object().put("name", "read"));
        change(UpstreamState.READY, null);
        assertThat(lines()).containsExactly("INFO files is ready after 1234 ms: stdio, MCP of unknown version, 1 tool");
    }

    @Test
    void saysWhyAServerWasLostAndThatItIsBack() {
        change(UpstreamState.JOINING, null);
        change(UpstreamState.READY, null);
        change(UpstreamState.JOINING, "the process ended with code 1");
        now = now.plus(Duration.ofSeconds(2));
        change(UpstreamState.READY, "the process ended with code 1");
        assertThat(lines())
                .containsExactly(
                        "INFO files is ready after 0 ms: stdio, MCP of unknown version, 0 tools",
                        "WARN files was lost: the process ended with code 1; connecting again",
                        "INFO files is ready after 2000 ms: stdio, MCP of unknown version, 0 tools");
    }

    @Test
    void saysThatAServerCannotBeReached() {
        change(UpstreamState.JOINING, null);
        change(UpstreamState.WAITING, "connection refused");
        assertThat(lines())
                .containsExactly("WARN files cannot be reached: connection refused; it is tried again, with pauses of"
                        + " up to half a minute");
    }

    @Test
    void saysThatTheToolsOfARunningServerChanged() {
        upstream.state(UpstreamState.JOINING, null);
        news.toolsChanged(upstream, 3);
        upstream.state(UpstreamState.READY, null);
        news.toolsChanged(upstream, 4);
        assertThat(lines()).containsExactly("INFO files has 4 tools now");
    }

    @Test
    void namesToolsOfASingleServerThatHaveNoShortPath() {
        upstream.state(UpstreamState.JOINING, null);
        upstream.tools(Json.object().put("name", "docs"), Json.object().put("name", "read"));
        new UpstreamNews(clock, Optional.of("files")).toolsChanged(upstream, 2);
        news.toolsChanged(upstream, 2);
        assertThat(lines())
                .containsExactly("WARN Tool docs of files is called like a path of the gateway's own: POST /docs does"
                        + " not reach it, POST /api/v1/tools/files/docs does");
    }

    private void change(UpstreamState state, String lastError) {
        upstream.state(state, lastError);
        news.stateChanged(upstream, state);
    }

    private List<String> lines() {
        return log.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}
