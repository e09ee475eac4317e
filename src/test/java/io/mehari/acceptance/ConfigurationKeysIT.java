package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.call.Outcome;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of {@code application.yaml} that differ from their defaults, seen through HTTP. */
class ConfigurationKeysIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 20;

    @TempDir
    static Path directory;

    private static WatchedGateway gateway;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        port = GatewayUnderTest.freePort();
        String servers = new Servers()
                .java(
                        "faulty",
                        ConfigurationKeysIT::limits,
                        FaultyServer.class.getName(),
                        "tools",
                        "errors",
                        "late",
                        "release")
                .toString();
        gateway = new WatchedGateway(
                Files.createDirectory(directory.resolve("small")),
                servers,
                Map.ofEntries(
                        Map.entry("mehari.data.port", Integer.toString(port)),
                        Map.entry("mehari.data.max-request-line", "300B"),
                        Map.entry("mehari.data.max-headers", "600B"),
                        Map.entry("mehari.data.request-timeout", "300ms"),
                        Map.entry("mehari.data.idle-timeout", "3s"),
                        Map.entry("mehari.data.max-connections", Integer.toString(CONNECTIONS)),
                        Map.entry("mehari.data.threads", "1"),
                        Map.entry("mehari.data.native-transport", "false"),
                        Map.entry("mehari.cache.default-ttl", "1ms"),
                        Map.entry("mehari.pipeline.event-queue", "2"),
                        Map.entry("mehari.maintenance.call-events-period", "1s"),
                        Map.entry("mehari.maintenance.dead-letter-expiry-period", "200ms"),
                        Map.entry("mehari.dead-letters.max-entries", "2")));
        gateway.http().awaitTools(List.of("faulty"));
    }

    private static void limits(ObjectNode server) {
        ObjectNode late = server.putObject("tools").putObject("late");
        late.putObject("cache");
        late.putObject("timeout").put("attempt", "1s");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    @ChangesBehaviour("mehari.data.port")
    void listensOnThePort() throws IOException {
        assertThat(exchange("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource({
        "/health/live?xxxxxxxxxx, 'X: y',        30, 414, mehari.data.max-request-line",
        "/health/live,            'X: yyyyyyyyyy', 60, 431, mehari.data.max-headers"
    })
    @ChangesBehaviour("mehari.data.max-request-line")
    @ChangesBehaviour("mehari.data.max-headers")
    void boundsLinesAndHeaders(String path, String header, int times, int status, String key) throws IOException {
        String end = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        String line = status == 414 ? path.repeat(times) : path;
        String headers = status == 431 ? header.repeat(times) : header;
        assertThat(exchange("GET " + path + end + header + "\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(exchange("GET " + line + end + headers + "\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains(key);
    }

    @Test
    @ChangesBehaviour("mehari.data.request-timeout")
    void endsRequestsThatDoNotArrive() throws IOException {
        assertThat(exchange("GET /health/live HTTP/1.1\r\nHost: loc"))
                .startsWith("HTTP/1.1 408 ")
                .contains("mehari.data.request-timeout");
    }

    @Test
    @ChangesBehaviour("mehari.data.idle-timeout")
    void endsIdleConnections() throws IOException {
        assertThat(exchange("")).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.data.max-connections")
    void boundsConnections() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                sockets.add(connect());
            }
            assertThat(exchange("")).startsWith("HTTP/1.1 503 ");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(
                                exchange("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                        .startsWith("HTTP/1.1 200 "));
    }

    @Test
    @ChangesBehaviour("mehari.data.threads")
    @ChangesBehaviour("mehari.data.native-transport")
    void servesAllConnectionsByOneThreadWithoutEpoll() throws IOException {
        try (Socket first = connect();
                Socket second = connect();
                Socket third = connect()) {
            for (Socket socket : List.of(first, second, third)) {
                write(socket, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            List<StackTraceElement[]> loops = Thread.getAllStackTraces().entrySet().stream()
                    .filter(thread -> thread.getKey().getName().startsWith("mehari-data"))
                    .map(Map.Entry::getValue)
                    .toList();
            assertThat(loops).hasSize(1);
            assertThat(loops.stream().flatMap(Arrays::stream).map(StackTraceElement::getClassName))
                    .noneMatch(name -> name.contains("epoll"))
                    .anyMatch(name -> name.contains("nio"));
        }
    }

    @Test
    @ChangesBehaviour("mehari.cache.default-ttl")
    void keepsResultsForTheDefaultTimeWhereNoOtherIsSaid() {
        assertThat(gateway.json("/api/v1/tools/faulty/late")
                        .at("/data/settings/cache/ttl_ms")
                        .asInt())
                .isEqualTo(1);
        gateway.call(Form.ENVELOPE, "faulty", "late", "{\"a\":1}");
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            CallAnswer again = gateway.call(Form.ENVELOPE, "faulty", "late", "{\"a\":1}");
            assertThat(again.json().at("/performance/cache_hit").asBoolean()).isFalse();
            assertThat(again.text()).startsWith("call ");
        });
    }

    @Test
    @ChangesBehaviour("mehari.pipeline.event-queue")
    @ChangesBehaviour("mehari.maintenance.call-events-period")
    void dropsTheOldestEventsWhenTheQueueIsFull() throws IOException, InterruptedException {
        String call = "{\"server\":\"nowhere\",\"tool\":\"x\"}";
        String calls = "{\"calls\":[" + (call + ",").repeat(99) + call + "]}";
        // Over a connection of its own: the gateway closes those that are idle for a moment, maybe just now
        var reply = HttpClient.newHttpClient()
                .send(
                        gateway.http()
                                .request("/api/v1/batch")
                                .header("Content-Type", "application/json")
                                .header("X-Request-Id", "burst")
                                .POST(BodyPublishers.ofString(calls))
                                .build(),
                        BodyHandlers.discarding());
        assertThat(reply.statusCode()).isEqualTo(200);
        Awaitility.await().atMost(LIMIT).until(() -> eventsOfBurst().count() >= 2);
        assertThat(eventsOfBurst().count()).isLessThan(50);
    }

    private static Stream<String> eventsOfBurst() {
        return IntStream.range(0, 100)
                .mapToObj(index -> gateway.events("burst-" + index))
                .flatMap(List::stream);
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.max-entries")
    @ChangesBehaviour("mehari.maintenance.dead-letter-expiry-period")
    @ChangesBehaviour("mehari.dead-letters.directory")
    void keepsOnlyTheNewestDeadLetters() {
        List<CallAnswer> answers = Stream.of("1", "2", "3", "4", "5")
                .map(n -> gateway.call(Form.SHORT, "faulty", "errors", "{\"n\":" + n + "}"))
                .toList();
        answers.forEach(answer -> answer.requireOutcome(Outcome.UPSTREAM_ERROR));
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.json("/api/v1/admin/dead-letters")
                                .at("/data/dead_letters")
                                .findValuesAsText("request_id"))
                        .containsExactly(answers.get(4).sentId(), answers.get(3).sentId()));
        assertThat(directory.resolve("small").resolve("dead-letters").resolve("mehari.mv.db"))
                .exists();
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Everything that the gateway says until it closes the connection. */
    private static String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            write(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
