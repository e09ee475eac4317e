package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How real clients open, word for word ({@code src/test/interop/record.mjs} recorded them): every request is answered by
 * the era that the client speaks.
 */
class RecordedOpeningsIT {
    private static final Path OPENINGS = Path.of("src/test/resources/openings");
    private static final String SESSION = "mcp-session-id";
    private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";

    @TempDir
    private static Path directory;

    private static GatewayUnderTest gateway;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String session;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(directory, "{\"mcpServers\":{}}");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gateway = null; // what it holds would be counted where leaks are looked for
    }

    private static Stream<String> openings() throws IOException {
        try (Stream<Path> files = Files.list(OPENINGS)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("openings")
    void isAnsweredInItsEra(String file) throws IOException, InterruptedException {
        JsonNode opening = Json.read(Files.readAllBytes(OPENINGS.resolve(file)));
        assertThat(opening.path("requests")).isNotEmpty();
        for (JsonNode request : opening.path("requests")) {
            HttpResponse<InputStream> response = http.send(sent(request), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                check(request, response, body);
            }
        }
    }

    private HttpRequest sent(JsonNode request) {
        JsonNode body = request.path("body");
        HttpRequest.Builder builder = HttpRequest.newBuilder(gateway.base().resolve("/mcp"))
                .timeout(Duration.ofSeconds(30))
                .method(
                        request.path("method").asText(),
                        body.isMissingNode() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.bytes(body)));
        request.path("headers").properties().forEach(header -> {
            boolean isSession = header.getKey().equalsIgnoreCase(SESSION);
            assertThat(!isSession || session != null)
                    .as("initialize was answered with a session")
                    .isTrue();
            builder.header(
                    header.getKey(), isSession ? session : header.getValue().asText());
        });
        return builder.build();
    }

    private void check(JsonNode request, HttpResponse<InputStream> response, InputStream body) throws IOException {
        String what = request.path("method").asText() + " "
                + request.path("body").path("method").asText();
        if (response.statusCode() / 100 != 2) {
            assertThat(response.statusCode() + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8))
                    .as(what)
                    .isEqualTo("a good answer");
        }
        session = response.headers().firstValue(SESSION).orElse(session);
        if (request.path("method").asText().equals("GET")) {
            assertThat(type(response)).as(what).isEqualTo("text/event-stream");
        } else if (request.path("body").has("id")) {
            checkAnswer(what, request.path("body"), answer(request.path("body").path("id"), type(response), body));
        }
    }

    private static String type(HttpResponse<InputStream> response) {
        return response.headers().firstValue("content-type").orElse("").replaceAll(";.*", "");
    }

    private static void checkAnswer(String what, JsonNode request, JsonNode answer) {
        JsonNode result = answer.path("result");
        boolean modern = request.path("params").path("_meta").has(VERSION);
        switch (request.path("method").asText()) {
            case "initialize" ->
                assertThat(result.path("protocolVersion"))
                        .as(what)
                        .isEqualTo(request.path("params").path("protocolVersion"));
            case "server/discover" ->
                assertThat(result.path("supportedVersions").toString()).as(what).contains("2026-07-28");
            case "subscriptions/listen" ->
                assertThat(answer.path("method").asText()).as(what).isEqualTo(ACKNOWLEDGED);
            default -> assertThat(result.isObject()).as(what + ": " + answer).isTrue();
        }
        assertThat(result.path("resultType").asText())
                .as(what)
                .isEqualTo(modern && !result.isMissingNode() ? "complete" : "");
    }

    /** The response to a request, or what a stream that stays open begins with. */
    private static JsonNode answer(JsonNode id, String type, InputStream body) throws IOException {
        if (type.equals("application/json")) {
            return Json.read(body.readAllBytes());
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String data =
                    line.startsWith("data:") ? line.substring("data:".length()).strip() : "";
            JsonNode message = data.isEmpty() ? Json.object() : Json.read(data.getBytes(StandardCharsets.UTF_8));
            if (message.path("id").equals(id) || message.path("method").asText().equals(ACKNOWLEDGED)) {
                return message;
            }
        }
        throw new AssertionError("The stream ends without an answer to " + id);
    }
}
