package io.mehari.endpoint.mcp.legacy;

import static io.mehari.endpoint.mcp.legacy.LegacyGateway.call;
import static io.mehari.endpoint.mcp.legacy.LegacyGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.endpoint.mcp.McpGateway;
import io.mehari.protocol.ErrorCode;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.support.ChangesBehaviour;
import io.mehari.text.Sha256;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** Sessions of the legacy era: how they begin and end, whose they are, and what is refused. */
class LegacySessionIT {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}";

    private LegacyGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new LegacyGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-11-05,2024-11-05",
        "2025-03-26,2025-03-26",
        "2025-06-18,2025-06-18",
        "2025-11-25,2025-11-25",
        "2026-07-28,2025-11-25",
        "1.0,2025-11-25",
        "'',2025-11-25"
    })
    void versionIsAgreedOnAndNeverRefused(String asked, String agreed) {
        HttpResponse<String> response = gateway.post("/mcp", LegacyGateway.INITIALIZE.formatted(asked, "{}"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).at("/result/protocolVersion").asText()).isEqualTo(agreed);
        assertThat(json(response).at("/result/serverInfo/name").asText()).isEqualTo("mehari");
        assertThat(response.headers().firstValue("mcp-session-id").orElseThrow())
                .matches("[\\x21-\\x7E]{32}");
    }

    @Test
    void requestsOfASessionAreAnsweredUnderTheirIds() {
        String session = gateway.begin("2025-06-18");

        assertThat(gateway.in(session, PING).body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
        assertThat(json(gateway.in(session, call("\"x\"", "echo"))).path("id").asText())
                .isEqualTo("x");
        assertThat(json(gateway.in(session, call("9007199254740993", "echo")))
                        .path("id")
                        .asText())
                .isEqualTo("9007199254740993");
        assertThat(json(gateway.in(session, call(1, "echo")))
                        .at("/result/content/0/text")
                        .asText())
                .isEqualTo("hello");
    }

    @Test
    void notificationsAreAccepted() {
        String session = gateway.begin("2025-11-25");

        HttpResponse<String> response =
                gateway.in(session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void withoutASessionTheRemedyIsNamed() {
        for (HttpResponse<String> refused :
                List.of(gateway.post("/mcp", PING), gateway.send("GET", "/mcp"), gateway.send("DELETE", "/mcp"))) {
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("Mcp-Session-Id", "initialize");
        }
        assertThat(json(gateway.post("/mcp", PING)).path("id").asInt()).isEqualTo(7);
    }

    @Test
    void unknownAndEndedSessionsAreNotFound() {
        String session = gateway.begin("2025-11-25");

        assertThat(gateway.send("DELETE", "/mcp", "mcp-session-id", session).statusCode())
                .isEqualTo(200);
        for (String id : List.of(session, "nonsense", "x".repeat(4_000))) {
            assertThat(gateway.in(id, PING).statusCode()).isEqualTo(404);
            assertThat(gateway.send("DELETE", "/mcp", "mcp-session-id", id).statusCode())
                    .isEqualTo(404);
            assertThat(gateway.send("GET", "/mcp", "mcp-session-id", id, "accept", "text/event-stream")
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(json(gateway.in(session, PING)).path("id").asInt()).isEqualTo(7);
        assertThat(gateway.ended).containsExactly("session-1");
    }

    @Test
    void aSessionBelongsToThePathItBeganAt() {
        String session = gateway.begin("/mcp/one", "2025-11-25");

        assertThat(gateway.post("/mcp/one", PING, "mcp-session-id", session).statusCode())
                .isEqualTo(200);
        assertThat(gateway.in(session, PING).statusCode()).isEqualTo(404);
    }

    @Test
    void aSessionBelongsToItsCaller() throws Exception {
        SecuritySettings keys = new SecuritySettings(
                false,
                List.of(
                        new ApiKey("anna", Sha256.hexOf("a"), Set.of(Scope.CALL)),
                        new ApiKey("ben", Sha256.hexOf("b"), Set.of(Scope.CALL))),
                List.of());
        try (LegacyGateway locked = new LegacyGateway(SessionSettings.DEFAULTS, keys, RootPath.NONE)) {
            String session = locked.begin("/mcp", "2025-11-25", "authorization", "Bearer a");
            String[] mine = {"mcp-session-id", session, "authorization", "Bearer a"};
            String[] foreign = {"mcp-session-id", session, "authorization", "Bearer b"};

            assertThat(locked.post("/mcp", PING, foreign).body())
                    .isEqualTo(locked.post("/mcp", PING, "mcp-session-id", "nonsense", "authorization", "Bearer b")
                            .body());
            assertThat(locked.send("DELETE", "/mcp", foreign).statusCode()).isEqualTo(404);
            assertThat(locked.send("GET", "/mcp", foreign).statusCode()).isEqualTo(404);
            assertThat(locked.post("/mcp", PING, mine).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"2025-06-18,200", "2024-11-05,200", "2024-01-01,400", "1,400", "'2025-06-18, 2025-06-18',400"})
    void versionHeaderNamesAVersionOfSessions(String version, int status) {
        String session = gateway.begin("2025-06-18");

        HttpResponse<String> response =
                gateway.post("/mcp", PING, "mcp-session-id", session, "mcp-protocol-version", version);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).path("id").asInt()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}|400|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}|400|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}|400|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1}|400|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}|400|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}|400|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1,\"message\":\"m\"}}|400|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[1]}|200|-32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nope\"}|200|-32601",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\"}|200|-32601",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"loud\"}}|200|-32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/subscribe\",\"params\":{\"uri\":1}}|200|-32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/subscribe\",\"params\":{\"uri\":\"bad:1\"}}|200|-32002",
                "[]|400|-32600",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]|400|-32600"
            })
    void badMessagesAreRefused(String body, int status, int code) {
        HttpResponse<String> response = gateway.in(gateway.begin("2025-11-25"), body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).at("/error/code").asInt()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"initialize\",\"params\":{}}|400|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}|200|-32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":[]}|200|-32602"
            })
    void badHandshakesBeginNoSession(String body, int status, int code) {
        HttpResponse<String> response = gateway.post("/mcp", body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).at("/error/code").asInt()).isEqualTo(code);
        assertThat(response.headers().firstValue("mcp-session-id")).isEmpty();
    }

    @Test
    void anIdThatIsInUseIsRefusedUntilItsRequestHasEnded() throws Exception {
        String session = gateway.begin("2025-11-25");
        try (SseReader slow = slowCall(session, call(1, "slow"))) {
            HttpResponse<String> second = gateway.in(session, call(1, "echo"));

            assertThat(second.statusCode()).isEqualTo(400);
            assertThat(json(second).at("/error/code").asInt()).isEqualTo(ErrorCode.INVALID_REQUEST);
            gateway.results.get("slow").complete(LegacyGateway.text("done"));
            assertThat(slow.message().data()).contains("done");
            assertThat(gateway.in(session, call(1, "echo")).statusCode()).isEqualTo(200);
        }
    }

    private SseReader slowCall(String session, String body) throws Exception {
        Thread mover = new Thread(() -> {
            org.awaitility.Awaitility.await().until(() -> gateway.timer.pending() > 1);
            gateway.timer.advance(Duration.ofMillis(Posts.BEGIN_EARLY_MILLIS));
        });
        mover.start();
        SseReader reader = gateway.calling(session, body);
        mover.join();
        return reader;
    }

    @Test
    void serversAreToldThatTheRootsOfAClientHaveChanged() {
        String session = gateway.begin("2025-11-25");

        assertThat(gateway.in(session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(gateway.rootsChanged).containsExactly("session-1");
    }

    @Test
    void sessionsThatNobodyUsesEnd() throws Exception {
        String unused = gateway.begin("2025-11-25");
        String listening = gateway.begin("2025-11-25");
        try (SseReader stream = gateway.listen(listening)) {
            gateway.timer.advance(SessionSettings.DEFAULTS.idle().plusSeconds(Sessions.SWEEP_SECONDS));

            assertThat(gateway.in(unused, PING).statusCode()).isEqualTo(404);
            assertThat(gateway.in(listening, PING).statusCode()).isEqualTo(200);
            assertThat(gateway.ended).containsExactly("session-1");
        }
    }

    @Test
    @ChangesBehaviour("mehari.mcp.sessions.idle")
    void theTimeAfterWhichUnusedSessionsEndCanBeSet() throws Exception {
        SessionSettings brief = new SessionSettings(
                10,
                10,
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                8,
                DataSize.ofKilobytes(8),
                DataSize.ofKilobytes(8));
        try (LegacyGateway impatient = new LegacyGateway(brief, McpGateway.OPEN, RootPath.NONE)) {
            String session = impatient.begin("2025-11-25");
            impatient.timer.advance(Duration.ofMinutes(5).plusSeconds(Sessions.SWEEP_SECONDS));

            assertThat(impatient.in(session, PING).statusCode()).isEqualTo(404);
        }
    }

    @Test
    @ChangesBehaviour("mehari.mcp.sessions.most")
    @ChangesBehaviour("mehari.mcp.sessions.most-of-caller")
    void overTheMostTheLongestUnusedGivesWayOrNoneBegins() throws Exception {
        SessionSettings few = new SessionSettings(
                3,
                2,
                Duration.ofMinutes(30),
                Duration.ofSeconds(1),
                8,
                DataSize.ofKilobytes(8),
                DataSize.ofKilobytes(8));
        try (LegacyGateway small = new LegacyGateway(few, McpGateway.OPEN, RootPath.NONE)) {
            String first = small.begin("2025-11-25");
            String second = small.begin("2025-11-25");

            HttpResponse<String> refused = small.post("/mcp", LegacyGateway.INITIALIZE.formatted("2025-11-25", "{}"));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).hasValue("60");
            assertThat(refused.body()).contains("mehari.mcp.sessions.most-of-caller");

            small.timer.advance(Duration.ofSeconds(60));
            assertThat(small.in(first, PING).statusCode()).isEqualTo(200);
            small.begin("2025-11-25");
            assertThat(small.in(first, PING).statusCode()).isEqualTo(200);
            assertThat(small.in(second, PING).statusCode()).isEqualTo(404);
        }
    }
}
