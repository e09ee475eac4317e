package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
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
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tool that the entry of its server does not allow is nowhere: not listed, not described, not called, on any face. */
@TestMethodOrder(OrderAnnotation.class)
class AllowedToolsIT {
    private static final String WHY = "allowedTools of files does not name unicode";

    @TempDir
    static Path directory;

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        RouteEdit routes = RouteEdit.copyTo(directory)
                .write("tools/asks.camel.yaml", Gate.toolRoute("asks", "- to: tool:files/unicode"))
                .write("tools/attempts.camel.yaml", Gate.toolRoute("attempts", "- to: mcp:files?tool=unicode"));
        gateway = GatewayUnderTest.start(
                        directory,
                        servers("tools"),
                        Map.of(
                                "mehari.routes.directory", routes.directory().toString(),
                                "mehari.groups.mine.tools[0]", "files/*",
                                "mehari.reload.enabled", "true"))
                .awaitTools(List.of("files"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** The list under a key as other programs write it, or under the gateway's own. */
    private static String servers(String key) {
        return new Servers()
                .java(
                        "files",
                        server -> server.putArray(key).add("o*"),
                        FaultyServer.class.getName(),
                        "tools",
                        "ok",
                        "unicode")
                .toString();
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(
            strings = {
                "/api/v1/tools?server=files",
                "/files/openapi.json",
                "/openapi.json",
                "/api/v1/openapi.json",
                "/groups/mine",
                "/groups/mine/openapi.json",
                "/docs",
            })
    void isListedAndDescribedNowhere(String path) {
        HttpResponse<String> reply = gateway.get(path);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).doesNotContain("unicode");
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"/mcp", "/mcp/files", "/mcp/groups/mine"})
    void isNoToolOfAnMcpEndpoint(String path) throws IOException {
        List<String> names = mcp(path, "tools/list", "").at("/result/tools").findValuesAsText("name");
        assertThat(names).isNotEmpty().noneMatch(name -> name.contains("unicode"));
        assertThat(names).anyMatch(name -> name.endsWith("ok"));
        String name = path.equals("/mcp/files") ? "unicode" : "files__unicode";
        JsonNode answer = mcp(path, "tools/call", ",\"name\":\"" + name + "\",\"arguments\":{}");
        assertThat(answer.at("/error/code").asInt()).as(answer.toString()).isEqualTo(-32602);
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"/files/unicode", "/api/v1/tools/files/unicode", "/groups/mine/files/unicode"})
    void isNotFoundByCalls(String path) {
        HttpResponse<String> reply = gateway.post(path, "{}");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(404);
        if (!path.startsWith("/groups")) {
            assertThat(reply.body()).contains(WHY);
        }
        assertThat(gateway.post(path.replace("unicode", "ok"), "{}").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"asks", "attempts"})
    void isNotReachedByARouteThatIsATool(String tool) {
        HttpResponse<String> reply = gateway.post("/api/v1/tools/camel/" + tool, "{}");
        assertThat(reply.body()).contains("files/unicode was not run", WHY);
    }

    @Test
    @Order(2)
    void aChangedListTakesEffectWhileTheGatewayRuns() throws IOException {
        Files.writeString(
                directory.resolve("mcp-servers.json"), servers("allowedTools").replace("o*", "unicode"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> gateway.post("/files/unicode", "{}").statusCode() == 200);
        assertThat(gateway.post("/files/ok", "{}").body()).contains("allowedTools of files does not name ok");
        assertThat(gateway.post("/api/v1/tools/camel/attempts", "{}").body()).doesNotContain("was not run");
    }

    private static JsonNode mcp(String path, String method, String params) throws IOException {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{\"_meta\":{"
                + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}" + params + "}}";
        String answer = gateway.send(gateway.request(path)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", method)
                        .header("Mcp-Name", Json.read(body).at("/params/name").asText("-"))
                        .POST(BodyPublishers.ofString(body)))
                .body();
        int data = answer.indexOf("data:");
        return Json.read(answer.startsWith("{") ? answer : answer.substring(data + 5, answer.indexOf('\n', data)));
    }
}
