package io.mehari.endpoint.mcp.legacy;

import static io.mehari.endpoint.mcp.legacy.LegacyGateway.ALL;
import static io.mehari.endpoint.mcp.legacy.LegacyGateway.INITIALIZE;
import static io.mehari.endpoint.mcp.legacy.LegacyGateway.call;
import static io.mehari.endpoint.mcp.legacy.LegacyGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.endpoint.mcp.McpGateway;
import io.mehari.endpoint.mcp.method.ListKind;
import io.mehari.protocol.Json;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP+SSE, as version 2024-11-05 has it. */
class SseTransportIT {
    private static final String ROOT = "/tools";

    private LegacyGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new LegacyGateway(SessionSettings.DEFAULTS, McpGateway.OPEN, RootPath.of(ROOT));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static String address(SseReader stream) throws Exception {
        SseReader.Event first = stream.next();
        assertThat(first.name()).isEqualTo("endpoint");
        assertThat(first.data()).startsWith(ROOT + "/messages?sessionId=");
        return first.data().substring(ROOT.length());
    }

    private SseReader opened(String path) throws Exception {
        return gateway.open("GET", path, "");
    }

    @Test
    void everythingIsAnsweredOnTheStreamWhoseFirstEventNamesTheAddress() throws Exception {
        try (SseReader stream = opened("/sse")) {
            String address = address(stream);
            assertThat(gateway.post(address, INITIALIZE.formatted("2024-11-05", ALL))
                            .statusCode())
                    .isEqualTo(202);
            SseReader.Event initialized = stream.next();
            assertThat(initialized.name()).isEqualTo("message");
            assertThat(initialized.id()).isNull();
            assertThat(initialized.json().at("/result/protocolVersion").asText())
                    .isEqualTo("2024-11-05");
            gateway.post(address, call("\"a\"", "echo"));
            assertThat(stream.next().json().path("id").asText()).isEqualTo("a");
            gateway.post(address, "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"nope\"}");
            assertThat(stream.next().json().at("/error/code").asInt()).isEqualTo(-32601);
            gateway.listeners.get(0).accept(ListKind.TOOLS);
            assertThat(stream.next().json().path("method").asText()).isEqualTo("notifications/tools/list_changed");
        }
    }

    @Test
    void progressAndQuestionsComeOnTheStreamToo() throws Exception {
        try (SseReader stream = opened("/sse/one")) {
            String address = address(stream);
            gateway.post(address, INITIALIZE.formatted("2024-11-05", ALL));
            stream.next();
            gateway.post(address, call(1, "slow"));
            await().until(() -> gateway.calls.containsKey("slow"));
            assertThat(gateway.calls.get("slow").view().name()).isEqualTo("one");
            gateway.calls.get("slow").control().progressed(Json.object().put("progress", 1));
            assertThat(stream.next().json().at("/params/progressToken").asText())
                    .isEqualTo("t-slow");
            CompletableFuture<ObjectNode> asked =
                    gateway.calls.get("slow").control().client().ask("one", "roots/list", Json.object());
            JsonNode question = stream.next().json();
            gateway.post(address, "{\"jsonrpc\":\"2.0\",\"id\":" + question.path("id") + ",\"result\":{\"roots\":[]}}");
            assertThat(asked.join().has("roots")).isTrue();
            gateway.results.get("slow").complete(text("done"));
            assertThat(stream.next().json().at("/result/content/0/text").asText())
                    .isEqualTo("done");
        }
    }

    @Test
    void theSessionEndsWithItsStream() throws Exception {
        String address;
        try (SseReader stream = opened("/sse")) {
            address = address(stream);
            gateway.post(address, call(1, "slow"));
            await().until(() -> gateway.calls.containsKey("slow"));
        }
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}";
        await().until(() -> gateway.post(address, ping).statusCode() == 404);
        assertThat(gateway.calls.get("slow").control().isCallerGone()).isTrue();
        await().until(() -> !gateway.ended.isEmpty());
        assertThat(gateway.ended).containsExactly("session-1");
    }

    @Test
    void sessionsOfOneTransportAreUnknownToTheOther() throws Exception {
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}";
        String streamable = gateway.begin("2025-11-25");
        try (SseReader stream = opened("/sse")) {
            String id = address(stream).split("=")[1];

            assertThat(gateway.in(id, ping).statusCode()).isEqualTo(404);
            assertThat(gateway.post("/messages?sessionId=" + streamable, ping).statusCode())
                    .isEqualTo(404);
            assertThat(gateway.post("/messages", ping).statusCode()).isEqualTo(400);
            assertThat(gateway.post("/messages?sessionId=" + id, "[]").statusCode())
                    .isEqualTo(400);
            assertThat(gateway.post("/messages?sessionId=" + id, "{}").statusCode())
                    .isEqualTo(400);
            assertThat(gateway.post("/sse", ping).statusCode()).isEqualTo(405);
            assertThat(gateway.send("GET", "/messages?sessionId=" + id).statusCode())
                    .isEqualTo(405);
            assertThat(gateway.send("DELETE", "/sse").statusCode()).isEqualTo(405);
        }
    }

    @Test
    void aClientThatDoesNotReadIsLetGo() throws Exception {
        try (SseReader stream = opened("/sse")) {
            String address = address(stream);
            String large = call(1, "echo").replace("hello", "x".repeat(200_000));
            await().until(() -> gateway.post(address, large).statusCode() == 404);

            await().until(() -> !gateway.ended.isEmpty());
            assertThat(gateway.ended).containsExactly("session-1");
        }
    }
}
