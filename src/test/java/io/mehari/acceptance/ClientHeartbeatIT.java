package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.upstream.stdio.FaultyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heartbeats of whatever belongs to a client of the MCP endpoint, each seen green, red and green again. */
@DisplayName("S4.1, S4.6, S4.7: heartbeats of clients turn red and green")
class ClientHeartbeatIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MANY = 1_000;
    private static final int KIB = 1024;
    private static final String FAST = "{\"heartbeat_interval_seconds\": 1, \"heartbeat_timeout_seconds\": 1,"
            + " \"heartbeat_misses\": 2, \"session_timeout_seconds\": 1, \"adaptive_heartbeat\": {\"enabled\": false,"
            + " \"min_interval_seconds\": 1, \"max_interval_seconds\": 1}}";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"ok\",\"arguments\":{}}}";

    @TempDir
    static Path directory;

    private static WatchedGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path file = Files.writeString(directory.resolve("heartbeat.json"), FAST);
        String servers = new Servers()
                .java(
                        "process",
                        entry -> entry.putObject("env").put(FaultyServer.RECORD, record().toString()),
                        FaultyServer.class.getName(),
                        "tools",
                        "ok")
                .java("changing", ChangingServer.class.getName())
                .toString();
        gateway = new WatchedGateway(directory, servers, Map.of("mehari.heartbeat.file", file.toString()));
        gateway.http().awaitTools(List.of("process"));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
            gateway = null;
        }
    }

    @Test
    @DisplayName("a process that belongs to a client with capabilities is asked as well, and started again when frozen")
    void aProcessThatBelongsToOneClient() throws Exception {
        try (SilentClient client =
                SilentClient.streamable(gateway.http().base(), "/mcp/process", "{\"elicitation\":{}}")) {
            client.answer();
            assertThat(client.post(CALL).body()).contains("\"result\"");
            assertThat(started())
                    .as("the process of all, and that of the client")
                    .hasSize(2);
            ProcessHandle ofAll = process(started().get(0));
            ProcessHandle ofClient = process(started().get(1));
            awaitTold("client_connections", "proxy_name", "process", "online", entry -> {
                assertThat(entry.path("client").asText()).startsWith("session-");
                assertThat(entry.path("heartbeat").asLong()).isPositive();
            });

            signal(ofClient, "-STOP");
            awaitTold("client_connections", "proxy_name", "process", "offline", entry -> {});
            awaitTold("servers", "proxy_name", "process", "online", entry -> {});
            awaitTold("client_connections", "proxy_name", "process", "online", entry -> {});

            assertThat(ofClient.isAlive()).as("frozen, and so ended").isFalse();
            assertThat(ofAll.isAlive()).as("that of all others").isTrue();
            assertThat(started()).hasSize(3);
            assertThat(client.post(CALL).body()).contains("\"result\"");
        }
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.json("/debug/heartbeat").path("client_connections"))
                        .as("ends with its client")
                        .isEmpty());
    }

    @Test
    @DisplayName("a session of streamable HTTP is asked by ping on the stream that its client reads")
    void aSessionOfStreamableHttp() throws Exception {
        try (SilentClient client = SilentClient.streamable(gateway.http().base(), "/mcp", "{}")) {
            awaitSession(
                    "streamable-http",
                    "unresponsive",
                    entry -> assertThat(entry.path("client_ip").asText()).isEqualTo("127.0.0.1"));
            client.answer();
            awaitSession("streamable-http", "alive", entry -> {});
        }
    }

    @Test
    @DisplayName("a session of HTTP+SSE is asked by ping on its stream")
    void aSessionOfHttpAndSse() throws Exception {
        try (SilentClient client = SilentClient.sse(gateway.http().base())) {
            awaitSession(
                    "sse",
                    "unresponsive",
                    entry -> assertThat(entry.path("outcome").asText()).isEqualTo("unanswered"));
            client.answer();
            awaitSession(
                    "sse",
                    "alive",
                    entry -> assertThat(entry.path("outcome").asText()).isEqualTo("answered"));
        }
    }

    @Test
    @DisplayName("a listen stream is red while its client does not read what waits for it")
    void aListenStream() throws Exception {
        try (ListeningClient client = new ListeningClient(gateway.http().base(), "/mcp/changing", ChangingServer.URI)) {
            awaitSession("listen", "alive", entry -> {});
            awaitSession("listen", "unresponsive", entry -> {
                assertThat(entry.path("outcome").asText()).isEqualTo("not read");
                assertThat(entry.path("pending_messages").asInt()).isPositive();
            });
            client.read();
            awaitSession(
                    "listen",
                    "alive",
                    entry -> assertThat(entry.path("success_rate_percent").asDouble())
                            .isLessThan(100));
        }
    }

    @Test
    @DisplayName("S4.5, S0.15, S1.7: with a thousand sessions the reports are no longer, and have their number")
    void reportsOfManySessionsAreBounded() throws Exception {
        int health = length("/health");
        int diagnostics = length("/diagnostics");
        List<SilentClient> clients = new ArrayList<>();
        for (int at = 0; at < MANY; at++) {
            clients.add(SilentClient.withoutStream(gateway.http().base(), "/mcp", "{}"));
        }
        JsonNode told = gateway.json("/debug/heartbeat");
        assertThat(told.path("sessions")).hasSize(100);
        assertThat(told.at("/overall_metrics/client_sessions").asInt()).isGreaterThanOrEqualTo(MANY);
        assertThat(length("/debug/heartbeat")).isLessThan(100 * KIB);
        assertThat(gateway.json("/debug/heartbeat?limit=1&offset=900").path("sessions"))
                .hasSize(1);
        assertThat(length("/health")).isLessThan(health + KIB);
        assertThat(length("/diagnostics")).isLessThan(diagnostics + 4 * KIB);
        clients.forEach(SilentClient::close);
    }

    private static int length(String path) {
        return gateway.json(path).toString().length();
    }

    private static Path record() {
        return directory.resolve("started");
    }

    /** Ids of the server's processes, the first one first. */
    private static List<Long> started() throws Exception {
        return Files.readAllLines(record()).stream()
                .filter(line -> line.startsWith("start "))
                .map(line -> Long.parseLong(line.substring("start ".length())))
                .toList();
    }

    private static ProcessHandle process(long pid) {
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static void signal(ProcessHandle process, String signal) throws Exception {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    private static void awaitSession(String transport, String state, Consumer<JsonNode> more) {
        awaitTold("sessions", "transport_type", transport, state, more);
    }

    private static void awaitTold(String list, String field, String value, String state, Consumer<JsonNode> more) {
        Awaitility.await(value + " becomes " + state)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(gateway.json("/debug/heartbeat").path(list))
                        .anySatisfy(entry -> {
                            assertThat(entry.path(field).asText()).isEqualTo(value);
                            assertThat(entry.path("state").asText()).isEqualTo(state);
                            more.accept(entry);
                        }));
    }
}
