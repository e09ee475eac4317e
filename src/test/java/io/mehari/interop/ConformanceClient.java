package io.mehari.interop;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/** What {@link ConformanceSuite} runs: a whole gateway with the suite's server behind it, called over REST. */
final class ConformanceClient {
    private static final String SERVER = "suite";
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final GatewayUnderTest gateway;

    private ConformanceClient(GatewayUnderTest gateway) {
        this.gateway = gateway;
    }

    /**
     * Plays a client's part in the scenario that {@code MCP_CONFORMANCE_SCENARIO} names.
     *
     * @param args the address of the suite's server
     */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("mehari-conformance");
        String servers = Json.text(Json.object()
                .set(
                        "mcpServers",
                        Json.object()
                                .set(
                                        SERVER,
                                        Json.object()
                                                .put("type", "streamable-http")
                                                .put("url", args[0]))));
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, servers)) {
            new ConformanceClient(gateway).play(System.getenv("MCP_CONFORMANCE_SCENARIO"));
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private void play(String scenario) throws IOException {
        Awaitility.await("the suite's server").atMost(LIMIT).until(this::isReady);
        switch (scenario) {
            case "initialize" -> {
                // Connecting is all
            }
            case "tools_call" -> call("add_numbers", Json.object().put("a", 5).put("b", 3));
            case "sse-retry" -> call("test_reconnection", Json.object());
            case "json-schema-2020-12-preservation" -> {
                JsonNode tool = Json.read(gateway.get("/api/v1/tools/" + SERVER + "/json_schema_2020_12_tool")
                        .body());
                call("json_schema_echo", Json.object().set("schema", tool.at("/data/definition/inputSchema")));
            }
            default -> throw new IllegalArgumentException("No part for scenario " + scenario);
        }
    }

    private boolean isReady() throws IOException {
        for (JsonNode server : Json.read(gateway.get("/api/v1/servers").body()).at("/data/servers")) {
            if (server.path("name").asText().equals(SERVER)) {
                return server.path("state").asText().equals("ready");
            }
        }
        return false;
    }

    private void call(String tool, JsonNode arguments) {
        var reply = gateway.post("/" + SERVER + "/" + tool, Json.text(arguments));
        if (reply.statusCode() != 200) {
            throw new IllegalStateException(tool + " was answered " + reply.statusCode() + ": " + reply.body());
        }
    }
}
