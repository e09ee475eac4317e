package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.support.ChangesBehaviour;
import io.mehari.upstream.http.FaultyHttpServer;
import io.mehari.upstream.stdio.FaultyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of heartbeat, seen green, seen red for a fault that nothing else would show, and seen green again. */
@DisplayName("S4.1, S4.7, S2.8: heartbeats of every kind turn red and green")
class HeartbeatIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String FAST =
            "{\"heartbeat_interval_seconds\": %d, \"heartbeat_timeout_seconds\": 1, \"heartbeat_misses\": 2,"
                    + " \"session_timeout_seconds\": 1, \"adaptive_heartbeat\": {\"enabled\": false,"
                    + " \"min_interval_seconds\": 1, \"max_interval_seconds\": 1}}";

    @TempDir
    static Path directory;

    private static FaultyHttpServer remote;
    private static SseServer events;
    private static WatchedGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        remote = new FaultyHttpServer();
        events = new SseServer();
        Path file = Files.writeString(directory.resolve("heartbeat.json"), FAST.formatted(1));
        String servers = new Servers()
                .java(
                        "process",
                        entry -> entry.putObject("env").put(FaultyServer.RECORD, record().toString()),
                        FaultyServer.class.getName(),
                        "tools",
                        "ok")
                .java("pingless", FaultyServer.class.getName(), "dies-at-ping")
                .with("remote", entry -> soon(entry).put("url", remote.url()))
                .with("stream", entry -> soon(entry).put("url", events.url()).put("type", "sse"))
                .toString();
        gateway = new WatchedGateway(directory, servers, Map.of("mehari.heartbeat.file", file.toString()));
        gateway.http().awaitTools(List.of("process", "pingless", "remote", "stream"));
    }

    /** It is tried again that long after one that heard nothing. */
    private static ObjectNode soon(ObjectNode entry) {
        entry.putObject("timeout").put("connect", "3s");
        return entry;
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
            gateway = null;
        }
        remote.close();
        events.close();
    }

    @Test
    void aProcessThatIsStoppedTurnsRedAndIsStartedAgain() throws Exception {
        awaitState("process", "online");
        String started = Files.readAllLines(record()).get(0);
        ProcessHandle frozen = ProcessHandle.of(Long.parseLong(started.substring("start ".length())))
                .orElseThrow();
        new ProcessBuilder("kill", "-STOP", Long.toString(frozen.pid())).start().waitFor();
        awaitState("process", "offline");
        awaitState("process", "online");
        assertThat(frozen.isAlive()).isFalse();
        assertThat(gateway.call(Form.SHORT, "process", "ok", "{}").reply().statusCode())
                .isEqualTo(200);
    }

    @Test
    void aServerBehindAUrlThatAcceptsAndDoesNotAnswerTurnsRed() throws Exception {
        awaitState("remote", "online");
        FaultyHttpServer.Answer ping = remote.onPing;
        FaultyHttpServer.Answer initialize = remote.onInitialize;
        FaultyHttpServer.Answer silence = (request, out) -> remote.release.await();
        remote.onInitialize = silence;
        remote.onPing = silence;
        awaitState("remote", "offline");
        assertThat(gateway.json("/health").at("/servers/remote").asText()).isEqualTo("offline");
        assertThat(gateway.json("/health").at("/checks/upstream:remote/status").asText())
                .isEqualTo("unhealthy");
        remote.onPing = ping;
        remote.onInitialize = initialize;
        awaitState("remote", "online");
        int sessions = remote.sessions.size();
        awaitHeartbeats("remote", 3);
        assertThat(remote.sessions).as("heartbeats open no session").hasSize(sessions);
        assertThat(remote.calls()).as("and run no tool").isEmpty();
    }

    @Test
    void aStreamOfEventsThatIsCutTurnsRed() throws Exception {
        awaitState("stream", "online");
        events.mute();
        awaitState("stream", "offline");
        events.speak();
        awaitState("stream", "online");
        events.cut();
        awaitState("stream", "offline");
        events.speak();
        awaitState("stream", "online");
    }

    @Test
    void aServerThatEndsOverAPingIsLeftAlone() {
        awaitHeartbeats("pingless", 2);
        long restarts = restarts("pingless");
        awaitHeartbeats("pingless", 4);
        assertThat(restarts("pingless")).isEqualTo(restarts).isLessThanOrEqualTo(1);
        awaitState("pingless", "online");
    }

    @Test
    @DisplayName("S4.3: the file may change while the gateway runs")
    @ChangesBehaviour("mehari.heartbeat.file")
    void takesAChange() throws Exception {
        Path file = directory.resolve("heartbeat.json");
        Files.writeString(file, FAST.formatted(2));
        awaitConfigured(2);
        Files.writeString(file, "{\"heartbeat_interval\": 7}");
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.json("/debug/heartbeat")
                                .path("config_problem")
                                .asText())
                        .contains("did you mean heartbeat_interval_seconds?"));
        awaitConfigured(2);
        Files.writeString(file, FAST.formatted(1));
        awaitConfigured(1);
    }

    private static Path record() {
        return directory.resolve("started");
    }

    private static void awaitConfigured(int seconds) {
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.json("/debug/heartbeat")
                                .at("/config/heartbeat_interval")
                                .asInt())
                        .isEqualTo(seconds));
    }

    private static void awaitState(String server, String state) {
        Awaitility.await(server + " becomes " + state)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() ->
                        assertThat(entry(server).at("/health/state").asText()).isEqualTo(state));
    }

    /** Waits for so many more heartbeats. */
    private static void awaitHeartbeats(String server, int more) {
        long before = heartbeats(server);
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(heartbeats(server)).isGreaterThanOrEqualTo(before + more));
    }

    private static long heartbeats(String server) {
        return StreamSupport.stream(
                        gateway.json("/debug/heartbeat").path("servers").spliterator(), false)
                .filter(entry -> entry.path("proxy_name").asText().equals(server))
                .mapToLong(entry -> entry.path("heartbeat").asLong())
                .sum();
    }

    private static long restarts(String server) {
        return entry(server).path("restarts").asLong();
    }

    private static JsonNode entry(String server) {
        return StreamSupport.stream(
                        gateway.json("/api/v1/servers").at("/data/servers").spliterator(), false)
                .filter(entry -> entry.path("name").asText().equals(server))
                .findFirst()
                .orElseThrow();
    }
}
