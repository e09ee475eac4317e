package io.mehari.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client of the envelope form that asks for an event stream sees the progress of its call, then the result. */
class ProgressIT {
    @TempDir
    static Path directory;

    private static WatchedGateway gateway;

    @BeforeAll
    static void start() {
        gateway = WatchedGateway.ofFaultyServer(directory, server -> {}, "ok", "progress", "errors", "steady-progress");
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void streamsProgressThenTheResult() throws IOException {
        HttpResponse<String> response = stream("progress");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
        List<String> events = List.of(response.body().split("\n\n"));
        assertThat(events).hasSize(4);
        for (int step = 1; step <= 3; step++) {
            assertThat(data(events.get(step - 1), "progress"))
                    .isEqualTo(Json.read("{\"progress\":" + step + ",\"total\":3,\"unknown\":1}"));
        }
        JsonNode result = data(events.get(3), "result");
        assertThat(result.path("success").asBoolean()).isTrue();
        assertThat(result.at("/data/content/0/text").asText()).isEqualTo("ok");
    }

    @Test
    void failureIsTheResultOfTheStream() throws IOException {
        JsonNode result = data(stream("errors").body().strip(), "result");

        assertThat(result.path("success").asBoolean()).isFalse();
        assertThat(result.at("/error/code").asText()).isEqualTo("upstream_error");
    }

    @Test
    void requestThatIsNoCallIsRejectedByItsStatus() {
        assertThat(gateway.http()
                        .send(gateway.http()
                                .request("/api/v1/tools/faulty/ok")
                                .header("Accept", "text/event-stream")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("[")))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void shortFormIsNotStreamed() {
        HttpResponse<String> response = gateway.http()
                .send(gateway.http()
                        .request("/faulty/progress")
                        .header("Accept", "text/event-stream")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}")));

        assertThat(response.body()).isEqualTo("\"ok\"");
    }

    @Test
    void clientSeesProgressWhileTheToolRunsAndCancelsByLeaving() throws IOException {
        try (Socket client = send("HTTP/1.1", "{}")) {
            BufferedReader reader = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
            assertThat(lines(reader).anyMatch(line -> line.contains("\"progress\":2")))
                    .isTrue();
        }
        Awaitility.await("calls in flight")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                gateway.server("faulty").path("in_flight").asInt(-1))
                        .isZero());
    }

    @Test
    void clientOfHttp10GetsTheStreamUnchunkedUpToTheEndOfTheConnection() throws IOException {
        try (Socket client = send("HTTP/1.0", "{\"times\":1}")) {
            String response = new String(client.getInputStream().readAllBytes(), US_ASCII);

            assertThat(response.toLowerCase(java.util.Locale.ROOT))
                    .contains("connection: close")
                    .doesNotContain("transfer-encoding");
            assertThat(response.substring(response.indexOf("\r\n\r\n") + 4))
                    .startsWith("event: progress\ndata: {\"progress\":1}\n\nevent: result\ndata: {")
                    .endsWith("}\n\n");
        }
    }

    private static Stream<String> lines(BufferedReader reader) {
        return reader.lines();
    }

    private static Socket send(String version, String body) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), gateway.http().base().getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("POST /api/v1/tools/faulty/steady-progress " + version + "\r\nHost: 127.0.0.1:"
                                + socket.getPort() + "\r\nAccept: text/event-stream\r\n"
                                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(US_ASCII));
        return socket;
    }

    private static HttpResponse<String> stream(String tool) {
        return gateway.http()
                .send(gateway.http()
                        .request("/api/v1/tools/faulty/" + tool)
                        .header("Accept", "text/event-stream")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}")));
    }

    private static JsonNode data(String event, String name) throws IOException {
        assertThat(event).startsWith("event: " + name + "\ndata: ");
        return Json.read(event.substring(event.indexOf("data: ") + 6));
    }
}
