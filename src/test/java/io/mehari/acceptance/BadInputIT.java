package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.call.Outcome;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.upstream.stdio.FaultyServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers get wrong, against the running gateway: said plainly in both forms, and nothing is sent. */
class BadInputIT {
    private static final List<String> ODD_NAMES = List.of(
            "returns-arguments:a/b",
            "returns-arguments:/",
            "returns-arguments:%2F",
            "returns-arguments:\u4f60\u597d \ud83d\udc2a \u00e9",
            "returns-arguments:" + "n".repeat(110));
    private static final int BODY_LIMIT = 2 * 1024 * 1024;

    @TempDir
    static Path directory;

    private static WatchedGateway gateway;

    @BeforeAll
    static void start() {
        String servers = new Servers()
                .java(
                        "faulty",
                        server -> server.putArray("disabledTools").add("returns-arguments:disabled"),
                        FaultyServer.class.getName(),
                        "tools",
                        "strict",
                        "tree",
                        "circle",
                        "returns-arguments",
                        "returns-arguments:disabled",
                        ODD_NAMES.get(0),
                        ODD_NAMES.get(1),
                        ODD_NAMES.get(2),
                        ODD_NAMES.get(3),
                        ODD_NAMES.get(4))
                .toString();
        gateway = new WatchedGateway(directory, servers, Map.of("mehari.data.max-body", BODY_LIMIT + "B"));
        gateway.http().awaitTools(List.of("faulty"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "faulti,  strict,     did you mean faulty?",
        "faulty,  strickt,    did you mean strict?",
        "faulty,  zzzzzzzzzz, has no tool named",
        "nowhere, strict,     no server named"
    })
    void tellsTheNearestNames(String server, String tool, String told) {
        for (Form form : Form.values()) {
            assertThat(gateway.call(form, server, tool, "{}", Outcome.NOT_FOUND).message())
                    .contains(told);
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotKnowADisabledTool(Form form) {
        CallAnswer answer = gateway.call(form, "faulty", "returns-arguments:disabled", "{}", Outcome.NOT_FOUND);
        assertThat(answer.message()).doesNotContain("did you mean returns-arguments:disabled");
        assertThat(gateway.http().get("/api/v1/tools?server=faulty").body()).doesNotContain("disabled");
    }

    @Test
    void listsEveryViolationWithItsPointer() {
        String body = "{\"name\":\"too long\",\"a/b~c\":1,\"list\":[1,\"x\"],\"more\":true}";
        List<String> pointers = List.of("/count", "/name", "/a~1b~0c", "/list/1", "/more");

        CallAnswer envelope = gateway.call(Form.ENVELOPE, "faulty", "strict", body, Outcome.INVALID_ARGUMENTS);
        JsonNode violations = envelope.error().path("violations");
        assertThat(texts(violations, "pointer")).containsExactlyInAnyOrderElementsOf(pointers);
        assertThat(texts(violations, "keyword"))
                .containsExactlyInAnyOrder("required", "maxLength", "type", "type", "additionalProperties");
        assertThat(texts(violations, "message"))
                .allSatisfy(message -> assertThat(message).isNotBlank());

        CallAnswer brief = gateway.call(Form.SHORT, "faulty", "strict", body, Outcome.INVALID_ARGUMENTS);
        assertThat(StreamSupport.stream(brief.json().path("detail").spliterator(), false)
                        .map(violation -> violation.path("loc").toString()))
                .containsExactlyInAnyOrder(
                        "[\"body\",\"count\"]",
                        "[\"body\",\"name\"]",
                        "[\"body\",\"a/b~c\"]",
                        "[\"body\",\"list\",1]",
                        "[\"body\",\"more\"]");
    }

    @Test
    void checksArgumentsAgainstASchemaThatRefersToItself() {
        String good = "{\"value\":1,\"child\":{\"child\":{\"value\":2}}}";
        String bad = "{\"value\":1,\"child\":{\"child\":{\"value\":\"x\"}}}";
        for (Form form : Form.values()) {
            gateway.call(form, "faulty", "tree", good, Outcome.SUCCESS);
            gateway.call(form, "faulty", "tree", bad, Outcome.INVALID_ARGUMENTS);
        }
        assertThat(gateway.call(Form.ENVELOPE, "faulty", "tree", bad)
                        .error()
                        .at("/violations/0/pointer")
                        .asText())
                .isEqualTo("/child/child/value");
    }

    @ParameterizedTest
    @EnumSource
    void survivesASchemaThatIsACircle(Form form) {
        gateway.call(form, "faulty", "circle", "{\"a\":{\"b\":1}}", Outcome.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\":}",
                "{'a':1}",
                "{\"a\":1} trailing",
                "[1]",
                "\"text\"",
                "\u0000",
                "{\"a\":NaN}",
                "{\"a\":\"\\ud8\"}",
                "{\"a\":01}",
                "{\"a\":1e99999999999}",
                "{\"a\":[-1.5E-2147483649]}"
            })
    void refusesWhatIsNoJsonObject(String body) {
        for (Form form : Form.values()) {
            CallAnswer answer = gateway.call(form, "faulty", "returns-arguments", body);
            answer.requireOutcome(Outcome.INVALID_ARGUMENTS);
            assertThat(answer.reply().body()).containsAnyOf("is not JSON", "must be a JSON object");
            assertThat(gateway.deadLetters(answer.sentId())).isEmpty();
        }
    }

    @Test
    void nullStandsForNoArgumentsInTheShortFormOnly() {
        assertThat(gateway.call(Form.SHORT, "faulty", "returns-arguments", "null")
                        .reply()
                        .statusCode())
                .isEqualTo(200);
        gateway.call(Form.ENVELOPE, "faulty", "returns-arguments", "null").requireOutcome(Outcome.INVALID_ARGUMENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e10000000", "1e999999999", "-1e-2147483647", "1e2147483647"})
    void refusesANumberOfMillionsOfDigitsAtOnce(String number) throws Exception {
        String body = "{\"name\":\"x\",\"count\":" + number + "}";
        for (Form form : Form.values()) {
            CallAnswer answer = gateway.call(form, "faulty", "strict", body, Outcome.INVALID_ARGUMENTS);
            assertThat(answer.reply().body()).contains("1000 digits");
        }
        HttpResponse<String> batch = gateway.http()
                .post(
                        "/api/v1/batch",
                        "{\"calls\":[{\"server\":\"faulty\",\"tool\":\"strict\",\"arguments\":" + body
                                + "},{\"server\":\"faulty\",\"tool\":\"returns-arguments\",\"arguments\":{\"a\":1}}]}");
        assertThat(batch.statusCode()).isEqualTo(200);
        JsonNode results = Json.read(batch.body()).at("/data/results");
        assertThat(results.get(0).at("/error/code").asText()).isEqualTo("invalid_arguments");
        assertThat(results.get(1).at("/data/a").asInt()).isEqualTo(1);
    }

    @Test
    void refusesTextThatIsOverlongUtf8() {
        byte[] body = {'{', '"', 'a', '"', ':', '"', (byte) 0xC0, (byte) 0xAF, '"', '}'};
        HttpResponse<String> reply = gateway.http()
                .send(gateway.http()
                        .request("/faulty/returns-arguments")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body)));
        assertThat(reply.statusCode()).isEqualTo(422);
        assertThat(reply.body()).contains("not UTF-8 at byte 7");
    }

    @Test
    void emojiAndSignsOfZeroPassAsTheyCame() {
        String body = "{\"a\":\"\ud83d\ude00\",\"b\":-0.0,\"c\":1.50}";
        for (Form form : Form.values()) {
            assertThat(gateway.call(form, "faulty", "returns-arguments", body, Outcome.SUCCESS)
                            .reply()
                            .body())
                    .contains(body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":", "["})
    void refusesJsonThatIsAHundredThousandDeep(String opening) {
        for (Form form : Form.values()) {
            CallAnswer answer = gateway.call(form, "faulty", "returns-arguments", opening.repeat(100_000));
            answer.requireOutcome(Outcome.INVALID_ARGUMENTS);
            assertThat(answer.reply().body()).contains("nested deeper than 200");
        }
    }

    @ParameterizedTest
    @EnumSource
    @ChangesBehaviour("mehari.data.max-body")
    void refusesABodyOverTheLimitAndTakesOneAtIt(Form form) {
        CallAnswer over = gateway.call(form, "faulty", "returns-arguments", " ".repeat(BODY_LIMIT - 1) + "{}");
        assertThat(over.reply().statusCode()).isEqualTo(413);
        assertThat(over.error().path("code").asText()).isEqualTo("body_too_large");
        assertThat(over.message()).contains("mehari.data.max-body", Integer.toString(BODY_LIMIT));
        CallAnswer.requireNoInsides(over.reply().body());

        gateway.call(form, "faulty", "returns-arguments", " ".repeat(BODY_LIMIT - 2) + "{}", Outcome.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /faulty/strict,                405, method_not_allowed",
        "PUT,    /api/v1/tools/faulty/strict,   405, method_not_allowed",
        "DELETE, /api/v1/servers,               405, method_not_allowed",
        "PATCH,  /api/v1/batch,                 405, method_not_allowed",
        "GET,    /api/v1/nothing,               404, path_not_found",
        "POST,   /metrics/tool,                 404, path_not_found",
        "GET,    /api/v1/tools/faulty/strickt,  404, not_found",
        "GET,    /api/v1/tools?server=faulti,   404, not_found"
    })
    void tellsWhatAPathTakes(String method, String path, int status, String code) {
        HttpResponse<String> reply =
                gateway.http().send(gateway.http().request(path).method(method, BodyPublishers.noBody()));
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).contains("\"code\":\"" + code + "\"", "\"request_id\":\"");
        assertThat(reply.headers().firstValue("allow").isPresent()).isEqualTo(status == 405);
        CallAnswer.requireNoInsides(reply.body());
    }

    @ParameterizedTest
    @CsvSource({
        "/faulty/returns-arguments,              text/plain",
        "/faulty/returns-arguments,              application/x-www-form-urlencoded",
        "/api/v1/tools/faulty/returns-arguments, multipart/form-data",
        "/api/v1/batch,                          application/xml"
    })
    void takesJsonOnly(String path, String type) {
        var request = gateway.http().request(path).header("Content-Type", type).POST(BodyPublishers.ofString("{}"));
        HttpResponse<String> reply = gateway.http().send(request);
        assertThat(reply.statusCode()).isEqualTo(415);
        assertThat(reply.body()).contains("\"code\":\"unsupported_media_type\"", "Content-Type: application/json");
    }

    @ParameterizedTest
    @MethodSource
    void callsToolsOfAnyName(String tool) {
        for (Form form : Form.values()) {
            assertThat(gateway.call(form, "faulty", tool, "{\"a\":[1]}", Outcome.SUCCESS)
                            .reply()
                            .body())
                    .contains("{\"a\":[1]}");
        }
    }

    @Test
    void answersEachCallOfABatchByItself() throws Exception {
        String calls = "{\"calls\":[{\"server\":\"faulty\",\"tool\":\"returns-arguments\",\"arguments\":{\"a\":1}},"
                + "{\"server\":\"faulty\",\"tool\":\"strict\",\"arguments\":{}},{\"server\":\"nowhere\",\"tool\":\"x\"},"
                + "{\"tool\":5},7]}";
        HttpResponse<String> reply = gateway.http().post("/api/v1/batch", calls);
        assertThat(reply.statusCode()).isEqualTo(200);
        JsonNode results = Json.read(reply.body()).at("/data/results");
        assertThat(results.get(0).at("/data/a").asInt()).isEqualTo(1);
        assertThat(results.findValuesAsText("code"))
                .containsExactly("invalid_arguments", "not_found", "invalid_arguments", "invalid_arguments");
        CallAnswer.requireNoInsides(reply.body());
    }

    static List<String> callsToolsOfAnyName() {
        return ODD_NAMES;
    }

    private static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }
}
