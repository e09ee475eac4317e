package io.mehari.endpoint.mcp;

import static io.mehari.endpoint.mcp.McpGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.mcp.message.JsonRpcResponses;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpHandler;
import io.mehari.protocol.Json;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.text.Sha256;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in at the MCP endpoint, and to which era each message goes. */
class McpIngressIT {
    private static final String CLAIM = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}";
    private static McpGateway gateway;
    private static McpGateway locked;

    @BeforeAll
    static void start() throws Exception {
        ToolCatalog catalog = new ToolCatalog();
        catalog.announce("files");
        gateway = new McpGateway(McpGateway.OPEN, catalog, says("legacy"), says("modern"));
        SecuritySettings keys = new SecuritySettings(
                false,
                List.of(
                        new ApiKey("ci", Sha256.hexOf("right"), Set.of(Scope.CALL)),
                        new ApiKey("eye", Sha256.hexOf("monitor"), Set.of(Scope.MONITOR))),
                List.of("https://app.example"));
        locked = new McpGateway(keys, catalog, says("legacy"), says("modern"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        locked.close();
    }

    /** Answers with the era and the view that a message has come to. */
    private static McpHandler says(String era) {
        return exchange -> CompletableFuture.completedFuture(JsonRpcResponses.result(
                exchange.body().path("id").isMissingNode()
                        ? Json.object().nullNode()
                        : exchange.body().path("id"),
                Json.object().put("era", era).put("view", exchange.view().toString())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}||legacy",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}||legacy",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}|2025-06-18|legacy",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}|2026-07-28|modern",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{\"progressToken\":1}}}||legacy",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{CLAIM}}||modern",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{CLAIM}}|2025-06-18|modern",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{CLAIM}}||modern",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}|2026-07-28|modern",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}||legacy",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}||legacy",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{}}||legacy",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]||legacy",
            })
    void theBodyTellsTheEra(String body, String version, String era) {
        String text = body.replace("CLAIM", CLAIM);
        HttpResponse<String> response = version == null
                ? gateway.post("/mcp", text)
                : gateway.post("/mcp", text, "mcp-protocol-version", version);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).path("result").path("era").asText()).isEqualTo(era);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"initialize\"}|2026-07-28|-32020|7",
                "[{\"id\":1,\"method\":\"ping\",\"params\":{CLAIM}}]||-32600|null",
                "{\"jsonrpc\":\"2.0\",\"id\":8}||-32600|8",
                "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":5}||-32600|9",
                "{||-32700|null",
                "7||-32600|null",
                "null||-32600|null",
                "[||-32700|null",
            })
    void whatIsNoMessageIsRefusedUnderItsId(String body, String version, int code, String id) {
        String text = body.replace("CLAIM", CLAIM);
        HttpResponse<String> response = version == null
                ? gateway.post("/mcp", text)
                : gateway.post("/mcp", text, "mcp-protocol-version", version);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("error").path("code").asInt()).isEqualTo(code);
        assertThat(json(response).path("id").asText()).isEqualTo(id);
    }

    @Test
    void deepNestingIsRefusedAndTheGatewayGoesOn() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThat(gateway.post("/mcp", deep).statusCode()).isEqualTo(400);
        assertThat(gateway.post("/mcp", "[]").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"/mcp, ALL", "/mcp/, ALL", "/mcp/files, SERVER", "/mcp/files/, SERVER", "/mcp/files?x=1, SERVER"})
    void thePathTellsTheView(String path, String view) {
        HttpResponse<String> response = gateway.post(path, "{\"id\":1,\"method\":\"ping\"}");

        assertThat(json(response).path("result").path("view").asText()).contains("kind=" + view);
    }

    @ParameterizedTest
    @CsvSource({
        "/mcp/file, did you mean files?",
        "/mcp/groups/x, no tool group named",
        "/mcp/files/tools/x, /mcp/{server} for one",
    })
    void anUnknownPathNamesWhatThereIs(String path, String hint) {
        HttpResponse<String> response = gateway.post(path, "{\"id\":1,\"method\":\"ping\"}");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).path("error").path("message").asText()).contains(hint);
    }

    @ParameterizedTest
    @CsvSource({"GET", "DELETE"})
    void requestsWithoutABodyAreAboutSessions(String method) {
        assertThat(json(gateway.send(method, "/mcp")).path("result").path("era").asText())
                .isEqualTo("legacy");
    }

    @ParameterizedTest
    @CsvSource({"PUT", "PATCH", "TRACE"})
    void otherMethodsAreRefused(String method) {
        HttpResponse<String> response = gateway.send(method, "/mcp");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("DELETE, GET, OPTIONS, POST");
    }

    @ParameterizedTest
    @CsvSource({"POST", "GET", "DELETE", "OPTIONS"})
    void foreignPagesAreKeptAwayWhateverTheMethod(String method) {
        assertThat(gateway.send(method, "/mcp", "origin", "http://evil.example").statusCode())
                .isEqualTo(403);
    }

    @Test
    void aPageThatIsAllowedLearnsWhatItMaySend() {
        HttpResponse<String> response = locked.send(
                "OPTIONS",
                "/mcp",
                "origin",
                "https://app.example",
                "access-control-request-method",
                "POST",
                "access-control-request-headers",
                "mcp-session-id, authorization");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("access-control-allow-headers"))
                .hasValue("mcp-session-id, authorization");
    }

    @Test
    void aKeyWithTheRightScopeIsNeeded() {
        String body = "{\"id\":1,\"method\":\"ping\"}";
        HttpResponse<String> none = locked.post("/mcp", body);

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().firstValue("www-authenticate")).hasValue("Bearer");
        assertThat(json(none).path("error").path("message").asText()).contains("Authorization: Bearer");
        assertThat(locked.post("/mcp", body, "authorization", "Bearer wrong").statusCode())
                .isEqualTo(401);
        assertThat(locked.post("/mcp", body, "authorization", "Bearer monitor").statusCode())
                .isEqualTo(403);
        assertThat(locked.post("/mcp/nope", body).statusCode())
                .as("those without a key do not learn which servers there are")
                .isEqualTo(401);
        assertThat(locked.post("/mcp", body, "authorization", "Bearer right").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whateverAHandlerThrowsIsAnsweredUnderTheId() throws Exception {
        McpHandler throwing = exchange -> {
            String method = exchange.body().path("method").asText();
            if (method.equals("rule")) {
                throw McpErrorException.inBand(-32602, "Not so", Json.object().put("a", 1));
            }
            throw new StackOverflowError(method);
        };
        try (McpGateway failing = new McpGateway(throwing)) {
            HttpResponse<String> told = failing.post("/mcp", "{\"id\":\"x\",\"method\":\"rule\"}");
            assertThat(told.statusCode()).isEqualTo(200);
            assertThat(told.body())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"error\":{\"code\":-32602,\"message\":\"Not so\","
                            + "\"data\":{\"a\":1}}}");
            assertThat(failing.post("/mcp", "{\"id\":1,\"method\":\"defect\"}").statusCode())
                    .isEqualTo(500);
        }
    }
}
