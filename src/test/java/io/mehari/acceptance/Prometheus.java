package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A real Prometheus with the configuration and rules of {@code deploy/grafana}, which scrapes one gateway once a second. */
final class Prometheus implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI base;

    private Prometheus(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /** Starts one whose files lie in a directory. */
    static Prometheus scraping(Path directory, URI gateway) throws IOException {
        Path deployed = Path.of("deploy", "grafana");
        String configuration = Files.readString(deployed.resolve("prometheus.yml"));
        assertThat(configuration).contains("15s", "127.0.0.1:8000", "mehari-alerts.yml");
        Files.copy(deployed.resolve("mehari-alerts.yml"), directory.resolve("mehari-alerts.yml"));
        Path file = Files.writeString(
                directory.resolve("prometheus.yml"),
                configuration.replace("15s", "1s").replace("127.0.0.1:8000", gateway.getAuthority()));
        int port = GatewayUnderTest.freePort();
        Process process = new ProcessBuilder(
                        Requirement.PROMETHEUS.path().toString(),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + directory.resolve("series"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        return new Prometheus(process, URI.create("http://127.0.0.1:" + port));
    }

    /** The value of the first series of an answer, as soon as there is one. */
    String await(String expression) {
        return Awaitility.await(expression)
                .atMost(LIMIT)
                .ignoreException(UncheckedIOException.class)
                .until(() -> query(expression).at("/data/result/0/value/1").asText(), value -> !value.isEmpty());
    }

    /** What it answers. */
    JsonNode query(String expression) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    }

    /** The rules it has loaded. */
    String rules() {
        return get("/api/v1/rules").toString();
    }

    private JsonNode get(String path) {
        try {
            return Json.read(
                    http.send(HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
