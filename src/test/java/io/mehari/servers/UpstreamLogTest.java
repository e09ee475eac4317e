package io.mehari.servers;

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

class UpstreamLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(UpstreamLog.class);
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
    private final UpstreamLog news = new UpstreamLog(clock);
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
    void saysWhyAServerWasLostAndThatItIsBackAtOnce() {
        change(UpstreamState.JOINING, null);
        change(UpstreamState.READY, null);
        change(UpstreamState.JOINING, "exited with code 1");
        now = now.plus(Duration.ofSeconds(2));
        upstream.reconnected(1);
        change(UpstreamState.READY, "exited with code 1");
        assertThat(lines())
                .containsExactly(
                        "INFO files is ready after 0 ms: stdio, MCP of unknown version, 0 tools",
                        "WARN files was lost: it exited with code 1; connecting again",
                        "INFO files is back after 2 s: stdio, MCP of unknown version, 0 tools");
    }

    @Test
    void saysThatAServerIsDownAndWhenItIsTriedAgain() {
        change(UpstreamState.JOINING, null);
        fails(1, "refuses connections", Duration.ofMillis(250));
        assertThat(lines())
                .containsExactly("WARN files is down: it refuses connections; next attempt in 250 ms, and so on until"
                        + " it is back");
    }

    @Test
    void saysThatTheNextAttemptIsOnItsWayWhereACallHasBegunIt() {
        change(UpstreamState.JOINING, null);
        fails(1, "refuses connections", Duration.ZERO);
        assertThat(lines())
                .containsExactly(
                        "WARN files is down: it refuses connections; next attempt now, and so on until it is back");
    }

    @Test
    void saysEverMoreRarelyThatAServerIsStillDown() {
        change(UpstreamState.JOINING, null);
        for (int attempt = 1; attempt <= 86_400; attempt++) {
            fails(attempt, "refuses connections", Duration.ofSeconds(1));
            now = now.plus(Duration.ofSeconds(1));
        }
        assertThat(lines())
                .containsExactly(
                        "WARN files is down: it refuses connections; next attempt in 1 s, and so on until it is"
                                + " back",
                        "WARN files is still down after 9 s and 10 attempts: it refuses connections; next attempt in"
                                + " 1 s",
                        "WARN files is still down after 99 s and 100 attempts: it refuses connections; next attempt in"
                                + " 1 s",
                        "WARN files is still down after 16 min and 1000 attempts: it refuses connections; next attempt"
                                + " in 1 s",
                        "WARN files is still down after 2 h and 10000 attempts: it refuses connections; next attempt in"
                                + " 1 s");
    }

    @Test
    void saysEachFailureWhereDebugIsAskedFor() {
        logger.setLevel(Level.DEBUG);
        change(UpstreamState.JOINING, null);
        fails(1, "refuses connections", Duration.ofSeconds(28));
        fails(2, "refuses connections", Duration.ofSeconds(28));
        assertThat(lines())
                .last()
                .isEqualTo(
                        "DEBUG files is still down after 0 ms and 2 attempts: it refuses connections; next attempt in"
                                + " 28 s");
    }

    @Test
    void saysThatAServerIsDownForAnotherReason() {
        change(UpstreamState.JOINING, null);
        fails(1, "refuses connections", Duration.ofSeconds(1));
        fails(2, "answered with status 503", Duration.ofSeconds(1));
        fails(3, "refuses connections", Duration.ofSeconds(1));
        fails(4, "answered with status 503", Duration.ofSeconds(1));
        assertThat(lines())
                .containsExactly(
                        "WARN files is down: it refuses connections; next attempt in 1 s, and so on until it is"
                                + " back",
                        "WARN files is still down after 0 ms and 2 attempts: it answered with status 503; next attempt"
                                + " in 1 s");
    }

    @Test
    void doesNotSayReasonsForEverThatDifferEachTime() {
        change(UpstreamState.JOINING, null);
        for (int attempt = 1; attempt < 100; attempt++) {
            fails(attempt, "answered request " + attempt, Duration.ofSeconds(1));
        }
        assertThat(lines()).hasSize(10);
    }

    @Test
    void saysHowLongAServerWasAwayAndHowOftenItWasTried() {
        change(UpstreamState.JOINING, null);
        fails(2, "refuses connections", Duration.ofSeconds(1));
        now = now.plus(Duration.ofMinutes(17));
        change(UpstreamState.JOINING, "refuses connections");
        fails(999, "refuses connections", Duration.ofSeconds(1));
        change(UpstreamState.JOINING, "refuses connections");
        upstream.reconnected(3);
        change(UpstreamState.READY, "refuses connections");
        assertThat(lines())
                .last()
                .isEqualTo("INFO files is back after 17 min and 1000 attempts: stdio, MCP of unknown version, 0 tools");
    }

    @Test
    void beginsAnewWithEachAbsence() {
        for (int absence = 0; absence < 2; absence++) {
            change(UpstreamState.JOINING, null);
            fails(1, "refuses connections", Duration.ofSeconds(1));
            change(UpstreamState.READY, null);
        }
        assertThat(lines().stream().filter(line -> line.contains("is down"))).hasSize(2);
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
        new UpstreamLog(clock, Optional.of("files")).toolsChanged(upstream, 2);
        news.toolsChanged(upstream, 2);
        assertThat(lines())
                .containsExactly("WARN Tool docs of files is called like a path of the gateway's own: POST /docs does"
                        + " not reach it, POST /api/v1/tools/files/docs does");
    }

    /** The attempt of this number has failed. */
    private void fails(long attempt, String reason, Duration pause) {
        upstream.trying(attempt, now.plus(pause));
        change(UpstreamState.WAITING, reason);
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
