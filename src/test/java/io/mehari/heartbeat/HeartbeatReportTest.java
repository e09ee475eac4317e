package io.mehari.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.alert.AlertBook;
import io.mehari.support.FakeUpstream;
import io.mehari.support.MovableClock;
import io.mehari.support.Tools;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.client.ClientConnections.Owned;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class HeartbeatReportTest {
    private final MovableClock clock = new MovableClock();
    private final Upstreams upstreams = new Upstreams();
    private final List<ClientSession> open = new ArrayList<>();
    private final List<Owned> owned = new ArrayList<>();
    private final HeartbeatFile file = new HeartbeatFile(Path.of("none.json"), clock);
    private final ServerHeartbeats servers = new ServerHeartbeats(
            upstreams,
            () -> owned,
            clock,
            this::now,
            new HealthChanges(new AlertBook(event -> {}, clock), event -> {}, new CrashLoops(this::now), clock));
    private final SessionHeartbeats clients =
            new SessionHeartbeats(() -> List.of(() -> List.copyOf(open)), clock, this::now);
    private final HeartbeatReport report = new HeartbeatReport(file, servers, clients, () -> 0.25, clock, this::now);
    private final HeartbeatTick tick = new HeartbeatTick(file, servers, clients, report, () -> 0.25, this::now);
    private final FakeUpstream upstream = new FakeUpstream("files");

    @BeforeEach
    void twoConnections() {
        upstreams.add(upstream);
        open.add(new FakeSession("abc12345-def6-7890"));
    }

    @Test
    @DisplayName("S4.5: GET /debug/heartbeat has the fields of its source, with the same types")
    void hasTheFieldsOfItsSource() {
        ObjectNode source = Tools.json("{'heartbeat_enabled': true, 'overall_metrics': {'total_sessions': 5,"
                + " 'overall_success_rate': 98.5, 'average_response_time_ms': 125.3, 'sessions_with_issues': 0},"
                + " 'config': {'heartbeat_interval': 10, 'adaptive_enabled': true, 'performance_monitoring': true}}");
        look(1);
        JsonNode told = report.json(100, 0);
        assertSame(source, told, "");
        assertThat(told.at("/config/heartbeat_interval").asInt()).isEqualTo(10);
    }

    private static void assertSame(JsonNode source, JsonNode told, String path) {
        source.properties().forEach(field -> {
            JsonNode value = told.get(field.getKey());
            assertThat(value).as(path + field.getKey()).isNotNull();
            assertThat(value.getNodeType())
                    .as(path + field.getKey())
                    .isEqualTo(field.getValue().getNodeType());
            assertSame(field.getValue(), value, path + field.getKey() + ".");
        });
    }

    @Test
    @DisplayName("S4.5: rates and times are those of all connections together")
    void addsUp() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        upstream.pingWith(answer);
        look(1);
        clock.advance(Duration.ofMillis(400));
        answer.complete(true);
        upstream.pingWith(new CompletableFuture<>());
        look(10);
        for (int at = 0; at < 5; at++) {
            look(1);
        }
        JsonNode overall = report.json(100, 0).get("overall_metrics");
        assertThat(overall.get("total_sessions").asInt()).isEqualTo(2);
        assertThat(overall.get("server_connections").asInt()).isEqualTo(1);
        assertThat(overall.get("client_sessions").asInt()).isEqualTo(1);
        assertThat(overall.get("total_heartbeats").asInt()).isEqualTo(4);
        assertThat(overall.get("failed_heartbeats").asInt()).isEqualTo(1);
        assertThat(overall.get("overall_success_rate").asDouble()).isEqualTo(75);
        assertThat(overall.get("average_response_time_ms").asDouble()).isEqualTo(400);
        assertThat(overall.get("sessions_with_issues").asInt()).isEqualTo(1);
    }

    @Test
    @DisplayName("S4.6: a session is told with its id shortened, age, pending messages, address and user agent")
    void tellsOfEachSession() {
        FakeSession session = (FakeSession) open.get(0);
        session.pending = 3;
        look(125);
        assertThat(report.json(100, 0).get("sessions")).singleElement().satisfies(told -> {
            assertThat(told.get("request_id").asText()).isEqualTo("abc12345...");
            assertThat(told.get("session_age_seconds").asDouble()).isEqualTo(125);
            assertThat(told.get("pending_messages").asInt()).isEqualTo(3);
            assertThat(told.get("client_ip").asText()).isEqualTo("192.168.1.100");
            assertThat(told.get("user_agent").asText()).isEqualTo("Mozilla/5.0 (X11)");
            assertThat(told.get("state").asText()).isEqualTo("alive");
            assertThat(told.get("idle_seconds").asDouble()).isEqualTo(125);
        });
    }

    @Test
    void showsAPartOfTheSessionsThoseInTroubleFirst() {
        for (int at = 0; at < 50; at++) {
            open.add(new FakeSession("s" + at));
        }
        ((FakeSession) open.get(30)).stalled = Duration.ofMinutes(1).toNanos();
        look(1);
        look(10);
        JsonNode page = report.json(2, 0).get("sessions");
        assertThat(page).hasSize(2);
        assertThat(page.at("/0/state").asText()).isEqualTo("unresponsive");
        assertThat(report.json(100, 50).get("sessions")).hasSize(1);
        assertThat(report.json(100, 900).get("sessions")).isEmpty();
    }

    @Test
    @DisplayName("S4.1: connections to servers that belong to one client are told apart, the silent ones first")
    void tellsOfConnectionsThatBelongToOneClient() {
        for (int at = 0; at < 5; at++) {
            owned.add(new Owned("session-" + at, new FakeUpstream("files")));
        }
        ((FakeUpstream) owned.get(3).upstream()).pingWith(new CompletableFuture<>());
        for (int at = 0; at < 40; at++) {
            look(1);
        }
        JsonNode told = report.json(2, 0);
        assertThat(told.get("client_connections")).hasSize(2);
        assertThat(told.at("/client_connections/0/client").asText()).isEqualTo("session-3");
        assertThat(told.at("/client_connections/0/proxy_name").asText()).isEqualTo("files");
        assertThat(told.at("/client_connections/0/state").asText()).isEqualTo("offline");
        assertThat(told.at("/client_connections/1/state").asText()).isEqualTo("online");
        assertThat(told.at("/overall_metrics/client_connections").asInt()).isEqualTo(5);
        assertThat(told.at("/overall_metrics/sessions_with_issues").asInt()).isEqualTo(1);
        assertThat(told.get("servers"))
                .singleElement()
                .satisfies(server -> assertThat(server.get("state").asText())
                        .as("of the connection that all share")
                        .isEqualTo("online"));
        assertThat(((FakeUpstream) owned.get(3).upstream()).restarts()).isEqualTo(1);
        owned.clear();
        look(1);
        assertThat(report.json(100, 0).get("client_connections")).isEmpty();
    }

    @Test
    @DisplayName("S4.2: the log line has at least 15 fields, by their names")
    void logsALineWithAllFields() {
        Logger log = (Logger) LoggerFactory.getLogger("io.mehari.heartbeat");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
        try {
            look(1);
            assertThat(lines.list).isEmpty();
            look(59);
            assertThat(lines.list).as("before the log interval is over").isEmpty();
            look(1);
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }
        assertThat(lines.list).hasSize(2);
        ILoggingEvent ofClient = lines.list.get(1);
        assertThat(ofClient.getKeyValuePairs().stream().map(pair -> pair.key))
                .contains(
                        "heartbeat",
                        "protocol_version",
                        "request_id",
                        "method",
                        "client_ip",
                        "user_agent",
                        "proxy_name",
                        "session_age_seconds",
                        "connection_timestamp",
                        "pending_messages",
                        "transport_type",
                        "heartbeat_interval_seconds",
                        "outcome",
                        "state",
                        "average_response_time_ms",
                        "success_rate_percent")
                .hasSizeGreaterThanOrEqualTo(15);
        assertThat(ofClient.getFormattedMessage())
                .startsWith("STREAMABLE-HTTP heartbeat #3 protocol=2025-11-25 req_id=abc12345... method=ping"
                        + " client_ip=192.168.1.100 user_agent=\"Mozilla/5.0 (X11)\" proxy_name=all"
                        + " session_age_seconds=61.0")
                .contains("pending_messages=0", "transport_type=streamable-http", "heartbeat_interval_seconds=10.0");
        ILoggingEvent ofServer = lines.list.get(0);
        List<KeyValuePair> pairs = ofServer.getKeyValuePairs();
        assertThat(pairs).hasSizeGreaterThanOrEqualTo(15).anySatisfy(pair -> {
            assertThat(pair.key).isEqualTo("state");
            assertThat(pair.value).isEqualTo("online");
        });
    }

    private void look(long seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        tick.servers();
        tick.clients();
        tick.log();
    }

    private long now() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }
}
