package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every guard of the tool-call pipeline, once by REST and once by MCP: a call is the same call on both faces. */
class GuardsOfBothFacesIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String SERVER = "guarded";
    private static final AtomicInteger IDS = new AtomicInteger();

    @TempDir
    Path directory;

    private Path record;
    private WatchedGateway gateway;

    /** How a call comes in, and how its outcome is read. */
    enum Face {
        REST {
            @Override
            Answer call(WatchedGateway gateway, String id, String tool, String arguments) {
                HttpResponse<String> reply = post(gateway, "/api/v1/tools/" + SERVER + "/" + tool, id, arguments);
                JsonNode json = read(reply);
                return new Answer(
                        id,
                        json.path("success").asBoolean()
                                ? "success"
                                : json.at("/error/code").asText(),
                        json.path("success").asBoolean()
                                ? json.at("/data/content/0/text").asText()
                                : json.path("error").toString());
            }
        },
        MCP {
            @Override
            Answer call(WatchedGateway gateway, String id, String tool, String arguments) {
                HttpResponse<String> reply = post(
                        gateway,
                        "/mcp",
                        id,
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"_meta\":{"
                                + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                                + "\"io.modelcontextprotocol/clientCapabilities\":{}},\"name\":\"" + SERVER + "__"
                                + tool
                                + "\",\"arguments\":" + arguments + "}}");
                JsonNode json = read(reply);
                if (json.has("error")) {
                    boolean unknown = json.at("/error/code").asInt() == -32602;
                    return new Answer(
                            id,
                            unknown ? "not_found" : "error",
                            json.path("error").toString());
                }
                JsonNode result = json.path("result");
                return new Answer(
                        id,
                        result.path("isError").asBoolean()
                                ? result.at("/_meta/io.mehari~1error/code").asText()
                                : "success",
                        result.path("isError").asBoolean()
                                ? result.toString()
                                : result.at("/content/0/text").asText());
            }
        };

        abstract Answer call(WatchedGateway gateway, String id, String tool, String arguments);

        private static HttpResponse<String> post(WatchedGateway gateway, String path, String id, String body) {
            return gateway.http()
                    .send(gateway.http()
                            .request(path)
                            .header("Content-Type", "application/json")
                            .header("Accept", "application/json, text/event-stream")
                            .header("MCP-Protocol-Version", "2026-07-28")
                            .header("Mcp-Method", "tools/call")
                            .header("Mcp-Name", nameIn(body))
                            .header("X-Request-Id", id)
                            .POST(BodyPublishers.ofString(body)));
        }

        private static String nameIn(String body) {
            try {
                return Json.read(body).at("/params/name").asText("-");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** JSON, or the one message of an event stream. */
        private static JsonNode read(HttpResponse<String> reply) {
            String body = reply.body();
            int data = body.indexOf("data:");
            try {
                return Json.read(
                        body.startsWith("{")
                                ? body
                                : body.substring(data + "data:".length()).strip());
            } catch (IOException e) {
                throw new AssertionError(body, e);
            }
        }
    }

    /** The outcome of a call in words that both faces have, and its text. */
    private record Answer(String id, String code, String text) {}

    @BeforeEach
    void start() {
        record = directory.resolve("record");
        String servers = new Servers()
                .java(
                        SERVER,
                        this::limits,
                        FaultyServer.class.getName(),
                        "tools",
                        "flood:ok",
                        "flood:off",
                        "strict",
                        "silent-call:slow",
                        "silent-call:broken",
                        "silent-call:again",
                        "held:full",
                        "release")
                .toString();
        gateway = new WatchedGateway(directory, servers, Map.of());
        gateway.http().awaitTools(List.of(SERVER));
    }

    private void limits(ObjectNode server) {
        server.putArray("disabledTools").add("flood:off");
        server.putObject("env").put(FaultyServer.RECORD, record.toString());
        server.putObject("retry").put("max", 0);
        server.putObject("breaker").put("window", 1_000);
        ObjectNode tools = server.putObject("tools");
        tools.putObject("flood:ok").putObject("cache").put("ttl", "5m");
        tools.putObject("silent-call:slow").putObject("timeout").put("attempt", "300ms");
        ObjectNode broken = tools.putObject("silent-call:broken");
        broken.putObject("timeout").put("attempt", "300ms");
        broken.putObject("breaker").put("window", 1).put("wait", "60s");
        ObjectNode again = tools.putObject("silent-call:again");
        again.putObject("timeout").put("attempt", "300ms");
        again.putObject("retry").put("max", 1).put("base", "10ms").put("resend", "always");
        tools.putObject("held:full").put("bulkhead", 1).put("bulkhead-wait", "100ms");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Answer call(Face face, String tool, String arguments) {
        return face.call(gateway, "guards-" + IDS.incrementAndGet(), tool, arguments);
    }

    private long sent(String call) throws IOException {
        return Files.exists(record)
                ? Files.readAllLines(record).stream()
                        .filter(("call " + call)::equals)
                        .count()
                : 0;
    }

    /** The gateway may have given up before the server has read what was sent. */
    private void awaitSent(String call, long times) {
        Awaitility.await("what the server has read of " + call)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(sent(call)).isEqualTo(times));
    }

    private void assertRecorded(Answer answer, String outcome) {
        Awaitility.await("event of " + answer.id())
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.events(answer.id()))
                        .singleElement()
                        .asString()
                        .contains("outcome=" + outcome));
    }

    @ParameterizedTest
    @EnumSource
    void admitRefusesWhatIsSwitchedOff(Face face) throws IOException {
        Answer answer = call(face, "flood:off", "{\"call\":\"off\"}");
        assertThat(answer.code()).as(answer.text()).isEqualTo("not_found");
        assertThat(sent("off")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void validateNamesEveryViolation(Face face) throws IOException {
        Answer answer = call(face, "strict", "{\"name\":\"too long\",\"call\":\"invalid\"}");
        assertThat(answer.code()).isEqualTo("invalid_arguments");
        assertThat(answer.text()).contains("/name", "count", "maxLength", "violations");
        assertThat(sent("invalid")).isZero();
        assertRecorded(answer, "INVALID_ARGUMENTS");
    }

    @ParameterizedTest
    @EnumSource
    void theCacheAnswersTheSecondTime(Face face) throws IOException {
        String arguments = "{\"call\":\"cached-" + face + "\"}";
        assertThat(call(face, "flood:ok", arguments).code()).isEqualTo("success");
        Answer second = call(face, "flood:ok", arguments);
        assertThat(second.text()).isEqualTo("ok");
        assertThat(sent("cached-" + face)).isEqualTo(1);
        assertRecorded(second, "SUCCESS");
    }

    @ParameterizedTest
    @EnumSource
    void theAttemptHasALimitAndLeavesADeadLetter(Face face) {
        Answer answer = call(face, "silent-call:slow", "{\"call\":\"slow\"}");
        assertThat(answer.code()).isEqualTo("timed_out");
        assertThat(answer.text()).contains("300 ms", "timeout.attempt");
        awaitSent("slow", 1);
        assertThat(gateway.deadLetters(answer.id()))
                .singleElement()
                .satisfies(letter -> assertThat(letter.path("outcome").asText()).isEqualTo("timed_out"));
        assertRecorded(answer, "TIMED_OUT");
    }

    @ParameterizedTest
    @EnumSource
    void theBreakerHoldsCallsBack(Face face) {
        assertThat(call(face, "silent-call:broken", "{\"call\":\"broken\"}").code())
                .isEqualTo("timed_out");
        Answer answer = call(face, "silent-call:broken", "{\"call\":\"broken\"}");
        assertThat(answer.code()).isEqualTo("unavailable");
        assertThat(answer.text()).contains("breaker");
        awaitSent("broken", 1);
        assertThat(gateway.deadLetters(answer.id())).isEmpty();
        assertRecorded(answer, "UNAVAILABLE");
    }

    @ParameterizedTest
    @EnumSource
    void retrySendsAgain(Face face) {
        Answer answer = call(face, "silent-call:again", "{\"call\":\"again\"}");
        assertThat(answer.code()).isEqualTo("timed_out");
        awaitSent("again", 2);
        assertRecorded(answer, "TIMED_OUT");
    }

    @ParameterizedTest
    @EnumSource
    void theBulkheadHoldsCallsBack(Face face) throws Exception {
        CompletableFuture<Answer> first =
                CompletableFuture.supplyAsync(() -> call(face, "held:full", "{\"call\":\"held\"}"));
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(sent("held")).isEqualTo(1));
        Answer answer = call(face, "held:full", "{\"call\":\"held\"}");
        assertThat(answer.code()).isEqualTo("unavailable");
        assertThat(answer.text()).contains("bulkhead");
        assertThat(call(face, "release", "{}").text()).isEqualTo("released");
        assertThat(first.get(LIMIT.toSeconds(), TimeUnit.SECONDS).code()).isEqualTo("success");
        assertThat(sent("held")).isEqualTo(1);
    }
}
