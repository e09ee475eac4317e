package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.MehariApplication;
import io.mehari.cli.CommandLineInterface;
import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.history.Author;
import io.mehari.history.Effective;
import io.mehari.history.FileSet;
import io.mehari.history.FilesOnDisk;
import io.mehari.history.Places;
import io.mehari.history.Remarks;
import io.mehari.history.VersionStore;
import io.mehari.launch.Launch;
import io.mehari.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * A gateway whose files were broken while it did not run: it starts from the last version that was taken, says so, and is
 * mended over its API. One gateway, whose life the tests follow in their order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HistoryIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BROKEN = "tools/current-time.camel.yaml";
    private static final String ADMIN = "/api/v1/admin/";

    @TempDir
    static Path directory;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static Launch launch;
    private static ConfigurableApplicationContext gateway;

    @BeforeAll
    static void start() throws IOException {
        Path config = Files.createDirectories(directory.resolve("config"));
        FileSystemUtils.copyRecursively(Path.of("routes"), directory.resolve("routes"));
        Files.writeString(config.resolve("mcp-servers.json"), "{\"mcpServers\": {}}");
        Places places = new Places(directory.resolve("routes"), config, config.resolve("mcp-servers.json"), Set.of());
        FileSet good = FilesOnDisk.in(places).set();
        new VersionStore(directory.resolve("data/history"), 20)
                .keep(
                        good,
                        true,
                        new Remarks(Instant.now(), Author.FILE, List.of(), new Effective(1, "", ""), places.home()));
        Files.writeString(directory.resolve("routes").resolve(BROKEN), "- route: {id: broken, from: [");
        launch = new Launch(
                List.of(
                        "--mehari.data.port=0",
                        "--mehari.dead-letters.directory=" + directory.resolve("data"),
                        "--mehari.errors.embedding.model=none",
                        "--mehari.routes.directory=" + directory.resolve("routes"),
                        "--mehari.servers.file=" + config.resolve("mcp-servers.json"),
                        "--mehari.reload.config=" + config,
                        "--mehari.reload.debounce=200ms"),
                new EnvironmentNames(Map.of()),
                Optional.empty(),
                LaunchOptions.NONE,
                List.of());
        gateway = launch.run(MehariApplication.class);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        gateway = null;
        launch = null;
    }

    @Test
    @Order(1)
    @DisplayName("S0.7: a start after a refused change serves from the last good version and says so")
    void servesFromTheLastGoodVersion() throws Exception {
        assertThat(post("/camel/current_time", "{}").statusCode()).isEqualTo(200);
        JsonNode health = Json.read(get("/health").body());
        assertThat(health.at("/checks/history/detail").asText())
                .contains("started from version 1", "current-time.camel.yaml", "mehari rollback 1");
        assertThat(get("/diagnostics").body()).contains("started from version 1");
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> "NACK".equals(newest().path("result").asText()));
        assertThat(newest().path("problems").toString()).contains("current-time.camel.yaml");
    }

    @Test
    @Order(2)
    void driftAndDifferenceNameTheBrokenFile() throws Exception {
        JsonNode drift = data(get(ADMIN + "routes/drift"));
        assertThat(drift.path("drift").asBoolean()).isTrue();
        assertThat(drift.at("/files/0/file").asText()).isEqualTo("routes/" + BROKEN);
        assertThat(drift.at("/files/0/change").asText()).isEqualTo("changed");
        assertThat(data(get(ADMIN + "routes/diff?from=1&to=disk"))
                        .at("/files/0/diff")
                        .asText())
                .contains("--- routes/" + BROKEN, "+- route: {id: broken, from: [");
        assertThat(data(get(ADMIN + "config/drift")).path("files")).isEmpty();
    }

    @Test
    @Order(3)
    void rolledBackItIsWell() throws Exception {
        String asked = "{\"version\": 1, \"routes\": true, \"comment\": \"back to what ran\"";
        HttpResponse<String> dry = post(ADMIN + "config/rollback", asked + ", \"dry_run\": true}");
        assertThat(data(dry).at("/changes/0/diff").asText()).contains("-- route: {id: broken");
        assertThat(data(get(ADMIN + "routes/drift")).path("drift").asBoolean()).isTrue();

        data(post(ADMIN + "config/rollback", asked + "}"));

        assertThat(newest().path("result").asText()).isEqualTo("ACK");
        assertThat(newest().at("/author/kind").asText()).isEqualTo("rollback");
        assertThat(newest().at("/effective/reached").asBoolean()).isTrue();
        JsonNode health = Json.read(get("/health").body());
        assertThat(health.at("/checks/history/status").asText()).isEqualTo("healthy");
        assertThat(health.at("/checks/history/detail").asText()).isEmpty();
        assertThat(data(get(ADMIN + "routes/drift")).path("drift").asBoolean()).isFalse();
    }

    @Test
    @Order(4)
    void oneFileIsPostedAsItIs() throws Exception {
        String path = ADMIN + "routes/files/tools/posted.camel.yaml";
        HttpResponse<String> made = post(path, tool("posted", "one"));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        assertThat(post("/camel/posted", "{}").body()).contains("one");

        HttpResponse<String> read = get(path);
        String tag = read.headers().firstValue("etag").orElseThrow();
        assertThat(data(read).path("content").asText()).isEqualTo(tool("posted", "one"));
        assertThat(post(path, tool("posted", "two"), "If-Match", tag).statusCode())
                .isEqualTo(200);
        HttpResponse<String> late = post(path, tool("posted", "three"), "If-Match", tag);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.body()).contains("files_changed");
        assertThat(post("/camel/posted", "{}").body()).contains("two");
    }

    @Test
    @Order(5)
    void aWrongBatchIsRefusedWithAllOfItsProblemsByFile() throws Exception {
        ObjectNode body = Json.object();
        body.putObject("files")
                .put("routes/tools/posted.camel.yaml", tool("posted", "x").replace("setBody", "setBdy"))
                .put("config/mcp-servers.json", "{\"mcpServers\": {\"a\": {\"comand\": \"x\"}}}");
        HttpResponse<String> refused = post(ADMIN + "config/apply", Json.text(body));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("setBody", "command", "/files/config~1mcp-servers.json");
        assertThat(newest().path("result").asText()).isEqualTo("NACK");
        assertThat(post("/camel/posted", "{}").body()).contains("two");
        body.putObject("files").put("config/../../x.yaml", "x: 1");
        assertThat(post(ADMIN + "config/apply", Json.text(body)).statusCode()).isEqualTo(422);
        assertThat(directory.resolveSibling("x.yaml")).doesNotExist();
    }

    @Test
    @Order(6)
    void serversChangeByTheApiAndTheirSecretsAreNotShown() throws Exception {
        ObjectNode body = Json.object().put("comment", "a server");
        body.putObject("files")
                .put(
                        "config/mcp-servers.json",
                        "{\"mcpServers\": {\"far\": {\"url\": \"http://127.0.0.1:9/mcp\", \"headers\": {\"X-Own\": \"hunter2\"}}}}");
        HttpResponse<String> done = post(ADMIN + "config/apply", Json.text(body));

        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(data(get(ADMIN + "config/effective"))
                                .at("/servers")
                                .findValuesAsText("name"))
                        .contains("far"));
        String shown = get(ADMIN + "config/files/mcp-servers.json").body()
                + get(ADMIN + "config/diff?from=1").body()
                + get(ADMIN + "config/history").body();
        assertThat(shown).contains("[redacted]").doesNotContain("hunter2");
        assertThat(newest().at("/author/comment").asText()).isEqualTo("a server");
    }

    @Test
    @Order(7)
    void theCommandsCompareAndApplyAFolder() throws Exception {
        Path own = Files.createDirectories(directory.resolve("own/routes/tools"));
        Files.writeString(own.resolve("posted.camel.yaml"), tool("posted", "applied"));
        String folder = directory.resolve("own").toString();

        assertThat(command("diff", folder).text())
                .contains("-            constant: two", "+            constant: applied");
        assertThat(command("apply", folder, "--dry-run").text()).contains("Nothing has been changed");
        assertThat(post("/camel/posted", "{}").body()).contains("two");
        Said applied = command("apply", folder);
        assertThat(applied.status()).as(applied.text()).isZero();
        assertThat(applied.text()).contains("changed  routes/tools/posted.camel.yaml", "runs, generation");
        assertThat(post("/camel/posted", "{}").body()).contains("applied");
        assertThat(command("apply", folder).text()).contains("Nothing is different");

        Files.writeString(own.resolve("posted.camel.yaml"), "- route: {");
        Said refused = command("apply", folder);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.text()).contains("posted.camel.yaml");
        assertThat(command("rollback", "--list").text()).contains("VERSION", "NACK", "ACK");
    }

    @Test
    @Order(8)
    void effectiveRoutesAreThoseThatRun() throws Exception {
        JsonNode effective = data(get(ADMIN + "routes/effective"));

        assertThat(effective.path("routes").findValuesAsText("id")).contains("posted", "tool-call");
        assertThat(effective.path("fingerprint").asText())
                .isEqualTo(data(get(ADMIN + "routes/drift"))
                        .at("/effective/wanted")
                        .asText());
        assertThat(get(ADMIN + "routes/files?x=1").statusCode()).isEqualTo(422);
        assertThat(get(ADMIN + "routes/history/999").statusCode()).isEqualTo(404);
    }

    private record Said(int status, String text) {}

    private static Said command(String... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        PrintStream out = System.out;
        PrintStream err = System.err;
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--url";
        all[words.length + 1] = launch.address(gateway);
        try {
            System.setOut(print);
            System.setErr(print);
            int status = new CommandLineInterface(Map.of()).execute(all);
            return new Said(status, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static JsonNode newest() throws Exception {
        return data(get(ADMIN + "config/history")).at("/versions/0");
    }

    private static String tool(String id, String answer) {
        return "- route:\n    id: %1$s\n    description: A tool\n    from:\n      uri: ai-tool:%1$s\n      parameters:\n"
                        .formatted(id)
                + "        description: A tool\n      steps:\n        - setBody:\n            constant: " + answer
                + "\n";
    }

    private static JsonNode data(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body()).path("data");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(launch.address(gateway) + path))
                .timeout(LIMIT);
    }
}
