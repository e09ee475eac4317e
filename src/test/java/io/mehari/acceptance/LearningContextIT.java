package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.LiveClient;
import io.mehari.support.PlainClient;
import io.mehari.upstream.http.FaultyHttpServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole gateway that learns from calls by context. */
class LearningContextIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    @ChangesBehaviour("mehari.learning.context")
    @DisplayName("S2.6: scores of tools by what goes with a call, in _meta or in a header, and nowhere else")
    void toolsHaveScoresInTheContextsOfTheirCalls() throws Exception {
        int live = GatewayUnderTest.freePort();
        try (FaultyHttpServer server = new FaultyHttpServer();
                GatewayUnderTest gateway = GatewayUnderTest.start(
                        directory,
                        new Servers()
                                .with(
                                        "files",
                                        entry -> entry.put("type", "streamable-http")
                                                .put("url", server.url())
                                                .putArray("forwardHeaders")
                                                .add("x-tenant"))
                                .toString(),
                        Map.of(
                                "mehari.learning.enabled", "true",
                                "mehari.learning.period", "200ms",
                                "mehari.learning.context", "X-Tenant,project",
                                "mehari.live.enabled", "true",
                                "mehari.live.port", Integer.toString(live)));
                LiveClient events = open(live)) {
            gateway.awaitTools(List.of("files"));
            events.call("subscribe", "{'topics': ['calls', 'errors', 'learning']}");
            viaRest(gateway, "acme-by-header");
            viaRest(gateway, "acme-by-header");
            String meta = "{'project':{'id':7},'X-Tenant':'acme-by-meta'}";
            viaMcp(gateway, "camel__text_statistics", "{'text':'one'}", meta);
            viaMcp(gateway, "files__run", "{}", meta);
            viaMcp(gateway, "files__run", "{}", meta);
            gateway.post("/files/run", "{}");

            String byHeader = "X-Tenant=acme-by-header";
            String byMeta = "X-Tenant=acme-by-meta;project={\"id\":7}";
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(data(gateway, "").findValuesAsText("total_calls"))
                            .containsExactly("1", "5"));
            assertThat(data(gateway, "/contexts").path("contexts"))
                    .isEqualTo(Json.read("[{\"context\":\"" + byHeader + "\",\"tools\":1,\"total_calls\":2},"
                            + "{\"context\":\"X-Tenant=acme-by-meta;project={\\\"id\\\":7}\",\"tools\":2,"
                            + "\"total_calls\":3}]"));
            assertThat(data(gateway, "/contexts?limit=1&offset=1").findValuesAsText("context"))
                    .containsExactly(byMeta);
            JsonNode found = data(gateway, "?context=" + encoded(byHeader));
            assertThat(found.path("total").asInt()).isEqualTo(1);
            assertThat(found.at("/tools/0/tool").asText()).isEqualTo("run");
            assertThat(found.at("/tools/0/total_calls").asInt()).isEqualTo(2);
            assertThat(found.at("/tools/0/score").asDouble()).isEqualTo(0.75);
            assertThat(found.at("/records/contexts_left_out").asInt(-1)).isZero();
            JsonNode best = data(gateway, "?context=" + encoded(byMeta));
            assertThat(best.findValuesAsText("tool")).as("the best first").containsExactly("run", "text_statistics");
            assertThat(best.findValuesAsText("context")).containsOnly(byMeta);
            assertThat(best.at("/tools/1/score").asDouble()).isEqualTo(2 / 3.0);
            assertThat(data(gateway, "?server=camel&context=" + encoded(byMeta)).findValuesAsText("tool"))
                    .containsExactly("text_statistics");
            assertThat(data(gateway, "?context=other").path("tools")).isEmpty();
            assertThat(data(gateway, "?server=other&context=" + encoded(byHeader))
                            .path("tools"))
                    .isEmpty();

            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(events.messages().stream()
                                    .filter(event -> event.path("type").asText().equals("call_completed")))
                            .hasSize(6));
            assertThat(events.messages().toString()).doesNotContain("acme-by", "context");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization,      the name of a secret",
        "proxy-authorization, the name of a secret",
        "'tenant,X-Api-Key', the name of a secret",
        "a=b,                without spaces",
        "'a,b,c,d,e,f,g,h,i', at most 8"
    })
    void namesThatMustNotBeInAContextEndTheStart(String names, String told) {
        RefusedStart refused =
                RefusedStart.of(directory, Map.of("mehari.learning.enabled", "true", "mehari.learning.context", names));
        assertThat(refused.description() + refused.action()).contains("context", told);
    }

    @Test
    void namesThatTheOwnerKeepsSecretEndTheStart() {
        RefusedStart refused = RefusedStart.of(
                directory,
                Map.of(
                        "mehari.learning.enabled", "true",
                        "mehari.learning.context", "tenant,X-Patient",
                        "mehari.dead-letters.redact", "patient"));
        assertThat(refused.description()).contains("mehari.learning.context", "X-Patient", "secret");
        assertThat(refused.action()).contains("Leave it out");
    }

    private static LiveClient open(int port) {
        return Awaitility.await("the live plane")
                .ignoreExceptions()
                .until(() -> LiveClient.open("ws://localhost:" + port), Objects::nonNull);
    }

    private static void viaRest(GatewayUnderTest gateway, String tenant) {
        assertThat(gateway.send(gateway.request("/files/run")
                                .header("Content-Type", "application/json")
                                .header("x-tenant", tenant)
                                .POST(HttpRequest.BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(200);
    }

    private static void viaMcp(GatewayUnderTest gateway, String tool, String arguments, String meta) {
        PlainClient client = new PlainClient(gateway.base());
        String session = McpMessages.begun(client);
        String answer = McpMessages.sent(
                        client,
                        "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'" + tool + "','arguments':"
                                + arguments + ",'_meta':" + meta + "}}",
                        "mcp-session-id",
                        session)
                .body();
        assertThat(McpMessages.message(answer).has("result")).as(answer).isTrue();
    }

    private static JsonNode data(GatewayUnderTest gateway, String behind) throws IOException {
        return Json.read(gateway.get("/api/v1/learning" + behind).body()).path("data");
    }

    private static String encoded(String context) {
        return URLEncoder.encode(context, StandardCharsets.UTF_8);
    }
}
