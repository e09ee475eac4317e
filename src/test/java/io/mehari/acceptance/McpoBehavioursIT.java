package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The short form beside mcpo 0.0.20, for answers (rows 1 to 16), arguments (17 to 40) and errors of servers (41 to 43). The
 * cases are in {@code mcpo/behaviours.json}: what the tool answers, what is sent, what mcpo answered with the versions of its
 * lock file (recorded; shortened where the text is pydantic's), and what is right in {@code fixed}. A body in
 * {@code fixed} may have more members than are listed.
 */
class McpoBehavioursIT {
    private static final String STRING =
            "{'type': 'object', 'properties': {'x': {'type': 'string'}}, 'required': ['x']}";

    @TempDir
    static Path directory;

    private static GatewayUnderTest exact;
    private static GatewayUnderTest fixed;
    private static JsonNode rows;

    @BeforeAll
    static void start() throws IOException {
        try (InputStream table = McpoBehavioursIT.class.getResourceAsStream("/mcpo/behaviours.json")) {
            rows = Json.read(table);
        }
        ArrayNode tools = Json.MAPPER.createArrayNode();
        rows.forEach(row -> tools.add(row.get("tool")));
        tools.addObject()
                .put("size", 40_000_000)
                .set("definition", Tools.json("{'name': 'large', 'inputSchema': {'type': 'object'}}"));
        tools.addObject().set("definition", Tools.json("{'name': 'echo', 'inputSchema': " + STRING + "}"));
        Path file = Files.writeString(directory.resolve("tools.json"), Json.text(tools));
        exact = gateway("exact", file);
        fixed = gateway("fixed", file);
    }

    private static GatewayUnderTest gateway(String compat, Path tools) throws IOException {
        String probe = ProbeServer.class.getName();
        Servers servers = new Servers()
                .java("probe", probe, tools.toString())
                .java("strict", server -> server.put("arguments", "strict"), probe, tools.toString());
        return GatewayUnderTest.start(
                        Files.createDirectory(directory.resolve(compat)),
                        servers.toString(),
                        Map.of("mehari.rest.compat", compat))
                .awaitTools(List.of("probe", "strict"));
    }

    @AfterAll
    static void stop() {
        exact.close();
        fixed.close();
    }

    @TestFactory
    @ChangesBehaviour("mehari.rest.compat")
    Stream<DynamicTest> rows() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode row : rows) {
            String name =
                    "row " + row.get("row").asText() + ", " + row.get("case").asText();
            tests.add(DynamicTest.dynamicTest(name + ", exact", () -> check(exact, row, row.get("exact"), false)));
            tests.add(DynamicTest.dynamicTest(name + ", fixed", () -> check(fixed, row, row.get("fixed"), true)));
        }
        return tests.stream();
    }

    private static void check(GatewayUnderTest gateway, JsonNode row, JsonNode right, boolean open) throws IOException {
        HttpResponse<String> response = gateway.post(
                "/probe/" + row.at("/tool/definition/name").asText(),
                row.get("body").asText());
        assertThat(response.statusCode())
                .as(response.body())
                .isEqualTo(right.get("status").asInt());
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        JsonNode body = Json.read(response.body());
        boolean listed = right.get("body").has("detail");
        assertThat(fits(right.get("body"), body, open && listed))
                .as(response.body())
                .isTrue();
        if (right.has("raw")) {
            assertThat(response.body()).isEqualTo(right.get("raw").asText());
        }
    }

    /** Numbers are compared by value: mcpo writes 1.5 for 1.50 and 100000.0 for 1e5. */
    private static boolean fits(JsonNode right, JsonNode is, boolean open) {
        if (right.isNumber() || is.isNumber()) {
            return right.isNumber() && is.isNumber() && right.decimalValue().compareTo(is.decimalValue()) == 0;
        }
        if (right.isArray()) {
            boolean all = is.isArray() && right.size() == is.size();
            for (int i = 0; all && i < right.size(); i++) {
                all = fits(right.get(i), is.get(i), open);
            }
            return all;
        }
        if (right.isObject()) {
            boolean shortened = right.path("detail").path("message").asText().equals("Unexpected error")
                    && !right.path("detail").has("error");
            return is.isObject()
                    && (open || shortened || right.size() == is.size() || right.has("message"))
                    && right.properties().stream()
                            .allMatch(member -> is.has(member.getKey())
                                    && fits(member.getValue(), is.get(member.getKey()), open || shortened));
        }
        return right.equals(is);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact", "fixed"})
    void row16AnAnswerBeyondTheLimitIsRefusedAndNamed(String compat) {
        HttpResponse<String> response = of(compat).post("/probe/large", "{}");
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).contains("over the limit of one line");
        assertThat(of(compat).post("/probe/echo", "{\"x\":\"a\"}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact", "fixed"})
    void row35WhatIsNotUtf8IsRefused(String compat) {
        byte[] body = "{\"x\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<String> response = of(compat)
                .send(of(compat)
                        .request("/probe/echo")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body)));
        if (compat.equals("exact")) {
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).isEqualTo("{\"detail\":\"There was an error parsing the body\"}");
        } else {
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(response.body()).contains("UTF-8");
        }
    }

    /** mcpo hangs, and its server is dead for good. */
    @ParameterizedTest
    @ValueSource(strings = {"exact", "fixed"})
    void row36ALoneSurrogateIsAnsweredAndTheServerLives(String compat) {
        assertThat(of(compat).post("/probe/echo", "{\"x\":\"\\ud800\"}").statusCode())
                .isEqualTo(200);
        assertThat(of(compat).post("/probe/echo", "{\"x\":\"a\"}").body()).isEqualTo("{\"x\":\"a\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact", "fixed"})
    void rows37To39LimitsAreTheGatewaysOwn(String compat) {
        String deep = "{\"x\":" + "[".repeat(300) + "]".repeat(300) + "}";
        HttpResponse<String> refused = of(compat).post("/probe/echo", deep);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("200 levels");
        assertThat(of(compat)
                        .post("/probe/echo", "{\"x\":\"" + "a".repeat(9_000_000) + "\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(of(compat)
                        .post("/probe/echo", "{\"x\":\"" + "a".repeat(11_000_000) + "\"}")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void row68UnknownServersAndToolsAreNamedInFixedOnly() {
        for (String path : List.of("/nope/echo", "/probe/eco")) {
            assertThat(exact.post(path, "{}").statusCode()).isEqualTo(404);
            assertThat(exact.post(path, "{}").body()).isEqualTo("{\"detail\":\"Not Found\"}");
            assertThat(fixed.post(path, "{}").statusCode()).isEqualTo(404);
        }
        assertThat(fixed.post("/probe/eco", "{}").body()).contains("echo");
    }

    @Test
    void theEnvelopeIsTheSameInBothAndTakesArgumentsAsTheSchemaSays() throws IOException {
        String tool = toolOf("\"5\" for integer");
        for (GatewayUnderTest gateway : List.of(exact, fixed)) {
            HttpResponse<String> response = gateway.post("/api/v1/tools/probe/" + tool, "{\"x\":\"5\"}");
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(Json.read(response.body())
                            .at("/error/violations/0/keyword")
                            .asText())
                    .isEqualTo("type");
            assertThat(gateway.post("/api/v1/tools/probe/" + tool, "null").statusCode())
                    .isEqualTo(422);
        }
        JsonNode both = Json.read(fixed.post("/api/v1/tools/probe/" + toolOf("text and structured content"), "{}")
                .body());
        assertThat(both.at("/data/content/0/text").asText()).isEqualTo("hi");
        assertThat(both.at("/data/structuredContent/x").asInt()).isEqualTo(1);
    }

    @Test
    void aServerMayBeStrictInBoth() {
        String tool = toolOf("\"5\" for integer");
        assertThat(exact.post("/strict/" + tool, "{\"x\":\"5\"}").statusCode()).isEqualTo(422);
        assertThat(fixed.post("/strict/" + tool, "{\"x\":\"5\"}").statusCode()).isEqualTo(422);
        assertThat(exact.post("/strict/" + tool, "{\"x\":5}").statusCode()).isEqualTo(200);
    }

    @Test
    void inputsOfViolationsAreBounded() throws IOException {
        String tool = toolOf("5 for string");
        StringBuilder many = new StringBuilder("{\"x\":[1");
        for (int i = 0; i < 10_000; i++) {
            many.append(',').append(i);
        }
        JsonNode violation = Json.read(
                        fixed.post("/probe/" + tool, many.append("]}").toString())
                                .body())
                .at("/detail/0");
        assertThat(violation.path("type").asText()).isEqualTo("string_type");
        assertThat(violation.has("input")).isFalse();
    }

    private static String toolOf(String name) {
        for (JsonNode row : rows) {
            if (row.get("case").asText().equals(name)) {
                return row.at("/tool/definition/name").asText();
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static GatewayUnderTest of(String compat) {
        return compat.equals("exact") ? exact : fixed;
    }
}
