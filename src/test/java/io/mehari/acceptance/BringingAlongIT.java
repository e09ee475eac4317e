package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.ShopApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.library.PluginJar;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What an engineer brings along, in a gateway that is part of another application: own tools, jars, settings, beans. */
class BringingAlongIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path directory;

    private static ConfigurableApplicationContext shop;
    private static URI base;

    @BeforeAll
    static void start() throws Exception {
        write("mcp-servers.json", "{\"mcpServers\": {}}");
        write("routes/tools/acme.camel.yaml", tool("acme", "to: {uri: 'acme:x'}"));
        write("routes/tools/price.camel.yaml", tool("price", "process: {ref: saddlePrice}"));
        write("routes/tools/text-statistics.camel.yaml", "# not in this shop\n");
        PluginJar.acme("one").writeTo(directory.resolve("plugins/acme.jar"));
        int port = GatewayUnderTest.freePort();
        base = URI.create("http://127.0.0.1:" + port);
        shop = new SpringApplicationBuilder(ShopApplication.class)
                .run(
                        "--mehari.data.port=" + port,
                        "--mehari.servers.file=" + directory.resolve("mcp-servers.json"),
                        "--mehari.dead-letters.directory=" + directory.resolve("data"),
                        "--mehari.routes.directory=" + directory.resolve("routes"),
                        "--mehari.plugins.directory=" + directory.resolve("plugins"),
                        "--mehari.reload.config=" + directory.resolve("config"),
                        "--mehari.reload.debounce=100ms",
                        "--mehari.reload.poll=200ms",
                        "--camel.component.seda.queue-size=7",
                        "--logging.level.root=ERROR");
    }

    @AfterAll
    static void close() {
        shop.close();
        shop = null;
    }

    @Test
    @DisplayName("F19: one own tool beside the shipped pipeline and tools; an empty file switches a tool off")
    void theFolderLiesOverTheShippedRoutes() throws Exception {
        assertThat(call("current_time")).contains("\"");
        assertThat(status("text_statistics")).isEqualTo(404);
        Map<String, String> origins = new HashMap<>();
        routes().path("files")
                .forEach(file -> origins.put(
                        file.path("file").asText(), file.path("origin").asText()));
        assertThat(origins)
                .containsEntry("tools/acme.camel.yaml", "own")
                .containsEntry("tools/text-statistics.camel.yaml", "off")
                .containsEntry("pipeline/tool-call.camel.yaml", "shipped")
                .containsEntry("endpoint/rest.camel.yaml", "shipped");
    }

    @Test
    @ChangesBehaviour("mehari.plugins.directory")
    @DisplayName("F7: a component from a jar, replaced while the gateway runs; a broken jar changes nothing")
    void jarsTakeEffectByThemselves() throws Exception {
        assertThat(call("acme")).contains("one");

        PluginJar.acme("two").writeTo(directory.resolve("plugins/acme.jar"));
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(call("acme")).contains("two"));

        write("plugins/broken.jar", "no jar");
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(routes().path("last_problem").asText())
                        .contains("plugins/broken.jar: it is no jar"));
        assertThat(get("/health")).contains("plugins/broken.jar");
        assertThat(call("acme")).contains("two");

        Files.delete(directory.resolve("plugins/broken.jar"));
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(routes().has("last_problem")).isFalse());
    }

    @Test
    @DisplayName("F21: an application of one's own gets the gateway as a dependency, with its beans and routes")
    void theApplicationAroundItHasBeansAndRoutes() throws Exception {
        assertThat(call("price")).contains("a saddle is 120");
        assertThat(shop.getBean(CamelContext.class)
                        .createProducerTemplate()
                        .requestBody("direct:opening", "", String.class))
                .isEqualTo("from nine to five");
    }

    private static String call(String tool) throws Exception {
        return HTTP.send(request(tool), BodyHandlers.ofString()).body();
    }

    private static int status(String tool) throws Exception {
        return HTTP.send(request(tool), BodyHandlers.ofString()).statusCode();
    }

    private static HttpRequest request(String tool) {
        return HttpRequest.newBuilder(base.resolve("/camel/" + tool))
                .POST(BodyPublishers.ofString("{}"))
                .header("Content-Type", "application/json")
                .build();
    }

    private static String get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }

    private static JsonNode routes() throws Exception {
        return Json.read(get("/api/v1/admin/routes")).path("data");
    }

    private static void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String tool(String name, String step) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: ai-tool:%1$s
                      parameters:
                        description: A tool of a test
                      steps:
                        - %2$s
                """.formatted(name, step);
    }
}
