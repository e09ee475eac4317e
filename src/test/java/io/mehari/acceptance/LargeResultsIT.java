package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.security.KeyHash;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tool that answers 5,000 characters, where 1,000 are too many: what callers get on every face, and how they read on. */
@DisplayName("S0.2: large results")
class LargeResultsIT {
    private static final String BOOK = "0123456789".repeat(500);

    @TempDir
    static Path directory;

    private static GatewayUnderTest gateway;
    private static RouteEdit routes;

    @BeforeAll
    static void start() throws IOException {
        routes = RouteEdit.copyTo(directory);
        routes.write("tools/book.camel.yaml", tool("book", "{constant: \"" + BOOK + "\"}"));
        routes.write("tools/page.camel.yaml", tool("page", "{constant: \"" + BOOK + "\"}"));
        routes.write("tools/quote.camel.yaml", """
                # Tool of a test: calls another one.
                - route:
                    id: quote
                    nodePrefixId: quote.
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: ai-tool:quote
                      steps:
                        - setBody: {constant: "{}"}
                        - to: {uri: "tool:camel/book"}
                        - setBody: {simple: "${body.toString().length()}"}
                """);
        gateway = start(
                "on",
                Map.of(
                        "mehari.results.enabled", "true",
                        "mehari.results.over", "1000",
                        "mehari.results.head", "20",
                        "mehari.results.tools[0].tool", "camel/page",
                        "mehari.results.tools[0].over", "0",
                        "mehari.results.max-entries", "3",
                        "mehari.results.max-weight", "100KB",
                        "mehari.results.ttl", "1h"));
    }

    private static GatewayUnderTest start(String folder, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("mehari.routes.directory", routes.directory().toString());
        String[] names = {"one", "two"};
        for (int i = 0; i < names.length; i++) {
            String entry = "mehari.security.keys[" + i + "].";
            all.put(entry + "name", names[i]);
            all.put(entry + "sha256", KeyHash.of(names[i] + "-key"));
            all.put(entry + "scopes", "call,monitor");
        }
        return GatewayUnderTest.start(Files.createDirectory(directory.resolve(folder)), "{\"mcpServers\":{}}", all);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gateway = null;
    }

    private static String tool(String name, String body) {
        return """
                # Tool of a test.
                - route:
                    id: %1$s
                    nodePrefixId: %1$s.
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: ai-tool:%1$s
                      steps:
                        - setBody: %2$s
                """.formatted(name, body);
    }

    @Test
    @ChangesBehaviour("mehari.results.enabled")
    @ChangesBehaviour("mehari.results.over")
    @ChangesBehaviour("mehari.results.head")
    @ChangesBehaviour("mehari.results.ttl")
    void theCallerOfTheEnvelopeReadsOnByRest() {
        JsonNode result = json(post("one", "/api/v1/tools/camel/book", "{}")).path("data");
        JsonNode about = result.at("/_meta/io.mehari~1result");
        assertThat(about.path("total").asInt()).isEqualTo(5_000);
        assertThat(about.path("next").asInt()).isEqualTo(20);
        assertThat(result.at("/content/0/text").asText())
                .startsWith("01234567890123456789\n\n[The gateway shows the first 20 of 5000 characters.");

        String path = "/api/v1/results/" + about.path("handle").asText();
        HttpResponse<String> part = get("one", path + "?offset=20&limit=1000");
        assertThat(part.statusCode()).isEqualTo(200);
        assertThat(json(part).at("/data/text").asText()).isEqualTo(BOOK.substring(20, 1_020));
        assertThat(json(part).at("/data/next").asInt()).isEqualTo(1_020);
        JsonNode rest = json(get("one", path + "?offset=1020")).path("data");
        assertThat(rest.path("text").asText()).isEqualTo(BOOK.substring(1_020));
        assertThat(rest.has("next")).isFalse();

        assertThat(get("two", path).statusCode()).as("another caller's").isEqualTo(404);
        assertThat(json(get("two", path)).at("/error/code").asText()).isEqualTo("result_not_found");
        assertThat(gateway.get(path).statusCode()).as("without a key").isEqualTo(401);
        assertThat(get("one", path + "?limit=0").statusCode()).isEqualTo(422);
        assertThat(get("one", path + "?offset=x").statusCode()).isEqualTo(422);
        assertThat(get("one", "/metrics/prometheus").body())
                .contains("mehari_results_shortened_total", "mehari_results_kept");
    }

    @Test
    void theCallerOfTheShortFormReadsOnByTheTool() {
        String head = post("one", "/camel/book", "{}").body();
        assertThat(head).startsWith("\"01234567890123456789\\n\\n[The gateway shows");
        String handle = head.replaceFirst("(?s).*results/([0-9a-f]{32}).*", "$1");

        JsonNode part = json(
                post("one", "/camel/read_result", "{\"handle\": \"" + handle + "\", \"offset\": 20, \"limit\": 4500}"));
        assertThat(part.path("text").asText()).as("a part is never shortened").isEqualTo(BOOK.substring(20, 4_520));
        assertThat(part.path("total").asInt()).isEqualTo(5_000);
        HttpResponse<String> foreign = post("two", "/camel/read_result", "{\"handle\": \"" + handle + "\"}");
        assertThat(foreign.statusCode()).isEqualTo(500);
        assertThat(foreign.body()).contains("There is no result of that handle for this caller");
    }

    @Test
    void anMcpClientGetsTheHeadAndReadsOnByTheTool() throws IOException {
        JsonNode result = mcp("book", "{}");
        String handle = result.at("/_meta/io.mehari~1result/handle").asText();
        assertThat(result.at("/content/0/text").asText()).contains(handle, "of 5000 characters");
        JsonNode part = mcp("read_result", "{\"handle\":\"" + handle + "\",\"offset\":4990}");
        assertThat(Json.read(part.at("/content/0/text").asText()).path("text").asText())
                .isEqualTo("0123456789");
    }

    @Test
    @ChangesBehaviour("mehari.results.tools")
    void singleToolsAreAlwaysWholeAndRoutesGetEverything() {
        assertThat(post("one", "/camel/page", "{}").body()).isEqualTo("\"" + BOOK + "\"");
        assertThat(Integer.parseInt(post("one", "/camel/quote", "{}").body().replace("\"", "")))
                .as("characters of the whole result")
                .isGreaterThan(5_000);
    }

    @Test
    @ChangesBehaviour("mehari.results.max-entries")
    @ChangesBehaviour("mehari.results.max-weight")
    void onlySoManyAreKept() {
        for (int i = 0; i < 20; i++) {
            assertThat(post("two", "/camel/book", "{}").body()).contains("of 5000 characters");
        }
        String kept =
                get("one", "/metrics/prometheus").body().replaceFirst("(?s).*\nmehari_results_kept (\\d+).*", "$1");
        assertThat(Integer.parseInt(kept)).isBetween(1, 3);
    }

    @Test
    void nothingIsShortenedByDefaultAndThereIsNoToolToRead() throws IOException {
        try (GatewayUnderTest plain = start("off", Map.of())) {
            HttpResponse<String> whole = plain.send(plain.request("/camel/book")
                    .header("Authorization", "Bearer one-key")
                    .POST(BodyPublishers.ofString("{}")));
            assertThat(whole.body()).isEqualTo("\"" + BOOK + "\"");
            HttpResponse<String> tools =
                    plain.send(plain.request("/api/v1/tools").header("Authorization", "Bearer one-key"));
            assertThat(tools.body()).contains("current_time").doesNotContain("read_result");
        }
    }

    private static JsonNode mcp(String tool, String arguments) throws IOException {
        String body = gateway.send(gateway.request("/mcp/camel")
                        .header("Authorization", "Bearer one-key")
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", tool)
                        .POST(BodyPublishers.ofString(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                                        + "\",\"arguments\":" + arguments + ",\"_meta\":{"
                                        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}")))
                .body();
        JsonNode message = Json.read(
                body.startsWith("{")
                        ? body
                        : body.substring(body.indexOf("data:") + 5).strip());
        assertThat(message.has("result")).as(body).isTrue();
        return message.path("result");
    }

    private static HttpResponse<String> post(String caller, String path, String body) {
        return gateway.send(gateway.request(path)
                .header("Authorization", "Bearer " + caller + "-key")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> get(String caller, String path) {
        return gateway.send(gateway.request(path).header("Authorization", "Bearer " + caller + "-key"));
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return Json.read(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }
}
