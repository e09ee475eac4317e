package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.upstream.http.FaultyHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients of both eras get at {@code /mcp} besides tools of servers, and what it costs those servers. */
class McpOffersIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String RESOURCE = """
            # Resource of a test.
            - route:
                id: house-rules
                nodePrefixId: house-rules.
                errorHandler: {noErrorHandler: {}}
                from:
                  uri: ai-resource:house_rules
                  parameters:
                    resourceUri: house://rules
                    title: House rules
                    mimeType: text/markdown
                  steps:
                    - setBody: {constant: "%s"}
            """;
    private static final String PROMPT = """
            # Prompt of a test.
            - route:
                id: greet
                nodePrefixId: greet.
                errorHandler: {noErrorHandler: {}}
                from:
                  uri: ai-prompt:greet
                  parameters:
                    title: Greeting
                    argument.who: Whom
                    argument.who.required: true
                  steps:
                    - setBody: {simple: "Greet ${header.who}"}
            """;

    @TempDir
    static Path directory;

    private static FaultyHttpServer remote;
    private static RouteEdit routes;
    private static GatewayUnderTest gateway;

    /** How a client of an era makes a request. */
    enum Era {
        LEGACY {
            @Override
            JsonNode ask(String method, ObjectNode params, String name) {
                HttpResponse<String> begun = post(message(
                        "initialize",
                        json("{'protocolVersion':'2025-06-18','capabilities':{},"
                                + "'clientInfo':{'name':'test','version':'1'}}")));
                return read(post(
                        message(method, params),
                        "mcp-session-id",
                        begun.headers().firstValue("mcp-session-id").orElseThrow()));
            }
        },
        MODERN {
            @Override
            JsonNode ask(String method, ObjectNode params, String name) {
                params.withObject("_meta")
                        .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                        .putObject("io.modelcontextprotocol/clientCapabilities");
                List<String> headers = List.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method);
                return read(
                        name.isEmpty()
                                ? post(message(method, params), headers.toArray(String[]::new))
                                : post(
                                        message(method, params),
                                        headers.get(0),
                                        headers.get(1),
                                        headers.get(2),
                                        headers.get(3),
                                        "Mcp-Name",
                                        name));
            }
        };

        abstract JsonNode ask(String method, ObjectNode params, String name);
    }

    @BeforeAll
    static void start() throws IOException {
        remote = new FaultyHttpServer();
        routes = RouteEdit.copyTo(directory);
        Files.createDirectory(routes.directory().resolve("resources"));
        Files.createDirectory(routes.directory().resolve("prompts"));
        routes.write("resources/rules.camel.yaml", RESOURCE.formatted("No running"))
                .write("prompts/greet.camel.yaml", PROMPT);
        String servers = new Servers()
                .with("remote", entry -> entry.put("type", "streamable-http").put("url", remote.url()))
                .toString();
        gateway = GatewayUnderTest.start(
                        directory,
                        servers,
                        Map.of("mehari.routes.directory", routes.directory().toString()))
                .awaitTools(List.of("remote"));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        gateway = null; // what it holds would be counted where leaks are looked for
        remote.close();
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.read(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode message(String method, ObjectNode params) {
        return json("{'jsonrpc':'2.0','id':1}").put("method", method).set("params", params);
    }

    private static HttpResponse<String> post(ObjectNode message, String... headers) {
        HttpRequest.Builder request = gateway.request("/mcp")
                .header("content-type", "application/json")
                .header("accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(Json.text(message)));
        return gateway.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static JsonNode read(HttpResponse<String> response) {
        try {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return Json.read(response.body()).path("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRouteIsAResource(Era era) {
        JsonNode listed = era.ask("resources/list", Json.object(), "").path("resources");
        assertThat(listed)
                .filteredOn(resource -> resource.path("uri").asText().equals("house://rules"))
                .singleElement()
                .satisfies(resource -> {
                    assertThat(resource.path("title").asText()).isEqualTo("House rules");
                    assertThat(resource.path("mimeType").asText()).isEqualTo("text/markdown");
                });

        JsonNode content = era.ask("resources/read", json("{'uri':'house://rules'}"), "house://rules")
                .at("/contents/0");
        assertThat(content.path("text").asText()).isEqualTo("No running");
        assertThat(content.path("uri").asText()).isEqualTo("house://rules");
    }

    @ParameterizedTest
    @EnumSource
    void aRouteIsAPrompt(Era era) {
        JsonNode listed = era.ask("prompts/list", Json.object(), "").path("prompts");
        assertThat(listed)
                .filteredOn(prompt -> prompt.path("name").asText().equals("camel__greet"))
                .singleElement()
                .satisfies(prompt ->
                        assertThat(prompt.at("/arguments/0/name").asText()).isEqualTo("who"));

        JsonNode prompt =
                era.ask("prompts/get", json("{'name':'camel__greet','arguments':{'who':'Ann'}}"), "camel__greet");
        assertThat(prompt.at("/messages/0/content/text").asText()).isEqualTo("Greet Ann");
    }

    @Test
    void aRouteThatIsReplacedIsReadAsItIsNow() {
        routes.write("resources/rules.camel.yaml", RESOURCE.formatted("No shouting"));
        try {
            assertThat(gateway.post("/api/v1/admin/routes/reload", "").statusCode())
                    .isEqualTo(200);
            for (Era era : Era.values()) {
                Awaitility.await()
                        .atMost(LIMIT)
                        .untilAsserted(() -> assertThat(
                                        era.ask("resources/read", json("{'uri':'house://rules'}"), "house://rules")
                                                .at("/contents/0/text")
                                                .asText())
                                .isEqualTo("No shouting"));
            }
        } finally {
            routes.write("resources/rules.camel.yaml", RESOURCE.formatted("No running"));
            gateway.post("/api/v1/admin/routes/reload", "");
        }
    }

    /** The server counts its sessions: there is the one that all callers share, whoever looks and lists. */
    @Test
    void probesAndListsOpenNoSession() {
        long before = sessions();
        for (int i = 0; i < 20; i++) {
            for (String path : List.of("/health", "/health/live", "/api/v1/servers", "/api/v1/tools", "/")) {
                assertThat(gateway.get(path).statusCode()).as(path).isEqualTo(200);
            }
            for (Era era : Era.values()) {
                assertThat(era.ask("tools/list", Json.object(), "").path("tools"))
                        .as("tools")
                        .isNotEmpty();
            }
        }
        assertThat(before).isEqualTo(1);
        assertThat(sessions()).isEqualTo(1);
    }

    private static long sessions() {
        return remote.requests.stream()
                .filter(request -> request.rpc().equals("initialize"))
                .count();
    }

    @Test
    void whoLooksAroundIsToldWhereMcpIsServed() throws IOException {
        assertThat(Json.read(gateway.get("/").body()).path("mcp").asText()).isEqualTo("/mcp");
        JsonNode servers = Json.read(gateway.get("/api/v1/servers").body()).at("/data/servers");
        assertThat(servers)
                .filteredOn(server -> server.path("name").asText().equals("remote"))
                .singleElement()
                .satisfies(server -> assertThat(server.path("mcp").asText()).isEqualTo("/mcp/remote"));
    }
}
