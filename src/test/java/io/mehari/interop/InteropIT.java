package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Outcome;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real MCP servers behind one gateway, over stdio, streamable HTTP and HTTP+SSE at once: whatever their tools answer to
 * the official client by the same transport without a gateway, callers of both REST forms get as well, field by field
 * and digit by digit.
 */
@Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
class InteropIT {
    @TempDir
    private static Path directory;

    private static final Map<String, ListeningServer> LISTENING = new LinkedHashMap<>();
    private static InteropWorkspace workspace;
    private static List<InteropCall> calls;
    private static DirectClient direct;

    @BeforeAll
    static void callDirectly() throws IOException, InterruptedException {
        for (InteropServer server : InteropServer.ALL) {
            if (server.hasUrl()) {
                LISTENING.put(server.name(), new ListeningServer(server.transport()));
                LISTENING.get(server.name()).start();
            }
        }
        workspace = new InteropWorkspace(directory.toRealPath(), LISTENING);
        calls = workspace.calls();
        workspace.reset();
        direct = DirectClient.run(directory, workspace.servers(), calls);
    }

    @AfterAll
    static void stopServers() throws InterruptedException {
        for (ListeningServer server : LISTENING.values()) {
            server.close();
        }
    }

    @Test
    void everyToolOfEveryServerIsCompared() {
        for (String server : InteropServer.names()) {
            List<String> called = calls.stream()
                    .filter(call ->
                            call.server().equals(server) && call.refusal().isEmpty())
                    .map(InteropCall::tool)
                    .toList();
            assertThat(called).as(server).containsAll(direct.toolNames(server));
        }
    }

    @Test
    void serversAndDefinitionsAreTheirOwn() throws IOException {
        workspace.reset();
        try (GatewayUnderTest gateway = gateway()) {
            for (InteropServer server : InteropServer.ALL) {
                checkServer(gateway, server);
                checkDefinitions(gateway, server.name());
            }
        }
    }

    @Test
    void urlAloneTellsTheTransport() {
        List<InteropServer> servers =
                InteropServer.ALL.stream().filter(InteropServer::hasUrl).toList();
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, workspace.urlsAlone())
                .awaitTools(servers.stream().map(InteropServer::name).toList())) {
            for (InteropServer server : servers) {
                checkServer(gateway, server);
            }
        }
    }

    private static void checkServer(GatewayUnderTest gateway, InteropServer server) {
        JsonNode listed = json(gateway.get("/api/v1/servers")).at("/data/servers");
        assertThat(listed)
                .filteredOn(entry -> entry.path("name").asText().equals(server.name()))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.path("transport").asText()).isEqualTo(server.transport());
                    assertThat(entry.path("state").asText()).isEqualTo("ready");
                    assertThat(entry.path("restarts").asInt(-1)).isZero();
                    assertThat(entry.path("tools").asInt())
                            .isEqualTo(direct.tools(server.name()).size());
                    assertThat(entry.path("protocol_version").asText())
                            .isNotEmpty()
                            .isEqualTo(direct.protocolVersion(server.name()));
                    assertThat(entry.path("server_info")).isEqualTo(direct.serverInfo(server.name()));
                    assertThat(entry.path("instructions")).isEqualTo(direct.instructions(server.name()));
                });
    }

    private static void checkDefinitions(GatewayUnderTest gateway, String server) {
        JsonNode listed = json(gateway.get("/api/v1/tools?limit=1000&server=" + server))
                .path("data")
                .path("tools");
        assertThat(listed)
                .as(server)
                .extracting(tool -> tool.path("name").asText())
                .containsExactlyElementsOf(direct.toolNames(server));
        direct.tools(server).forEach(definition -> checkDefinition(gateway, server, definition));
    }

    private static void checkDefinition(GatewayUnderTest gateway, String server, JsonNode definition) {
        String path = "/api/v1/tools/" + server + "/" + definition.path("name").asText();
        JsonNode described = json(gateway.get(path)).path("data").path("definition");
        assertThat(ExactJson.differences(described, definition)).as(path).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> mcpoFormUnwrapsWhatTheServerAnswers() throws IOException {
        return compared("/%s/%s", this::checkMcpoForm);
    }

    @TestFactory
    Stream<DynamicTest> envelopeFormCarriesTheResultUntouched() throws IOException {
        return compared("/api/v1/tools/%s/%s", this::checkEnvelopeForm);
    }

    /** Makes all calls through a gateway of their own, then compares them one by one. */
    private static Stream<DynamicTest> compared(String path, BiConsumer<InteropCall, HttpResponse<String>> check)
            throws IOException {
        workspace.reset();
        Map<InteropCall, HttpResponse<String>> replies = new LinkedHashMap<>();
        try (GatewayUnderTest gateway = gateway()) {
            for (InteropCall call : calls) {
                replies.put(
                        call, gateway.post(path.formatted(call.server(), call.tool()), Json.text(call.arguments())));
            }
        }
        return replies.entrySet().stream()
                .map(reply -> DynamicTest.dynamicTest(
                        reply.getKey().title(), () -> check.accept(reply.getKey(), reply.getValue())));
    }

    private static GatewayUnderTest gateway() {
        return GatewayUnderTest.start(directory, workspace.servers()).awaitTools(InteropServer.names());
    }

    private void checkMcpoForm(InteropCall call, HttpResponse<String> reply) {
        JsonNode body = json(reply);
        JsonNode result = direct.answer(call).path("result");
        if (call.refusal().isPresent()) {
            checkRefusal(call.refusal().get(), reply, body.path("detail"));
        } else if (result.path("isError").asBoolean()) {
            assertThat(reply.statusCode()).isEqualTo(500);
            assertThat(body.path("detail").path("message").asText()).isNotEmpty();
            assertSame(call, body.path("detail").path("content"), result.path("content"));
        } else {
            assertThat(reply.statusCode()).isEqualTo(200);
            assertSame(call, body, McpoForm.of(result));
        }
    }

    private void checkEnvelopeForm(InteropCall call, HttpResponse<String> reply) {
        JsonNode body = json(reply);
        JsonNode result = direct.answer(call).path("result");
        if (call.refusal().isPresent()) {
            checkRefusal(call.refusal().get(), reply, body.path("error").path("violations"));
            assertThat(body.path("success").asBoolean(true)).isFalse();
            return;
        }
        assertThat(reply.statusCode()).isEqualTo(200);
        boolean toolError = result.path("isError").asBoolean();
        assertThat(body.path("success").asBoolean(toolError)).isEqualTo(!toolError);
        assertThat(body.path("error").path("code").asText()).isEqualTo(toolError ? Outcome.TOOL_ERROR.code() : "");
        assertSame(call, body.path("data"), result);
    }

    private static void checkRefusal(Outcome refusal, HttpResponse<String> reply, JsonNode violations) {
        if (refusal == Outcome.INVALID_ARGUMENTS) {
            assertThat(reply.statusCode()).isEqualTo(422);
            assertThat(violations.isArray() && !violations.isEmpty())
                    .as(reply.body())
                    .isTrue();
        } else {
            assertThat(refusal).isEqualTo(Outcome.NOT_FOUND);
            assertThat(reply.statusCode()).isEqualTo(404);
        }
    }

    private static void assertSame(InteropCall call, JsonNode actual, JsonNode expected) {
        List<String> differences = ExactJson.differences(SameAnswer.of(call, actual), SameAnswer.of(call, expected));
        assertThat(differences).as(call.title() + " " + call.arguments()).isEmpty();
    }

    private static JsonNode json(HttpResponse<String> reply) {
        try {
            return Json.read(reply.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + reply.statusCode() + " " + reply.body(), e);
        }
    }
}
