package io.mehari.catalog.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.mehari.call.Violation;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolSchemaTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void findsEveryViolationWithItsPointer() {
        ToolSchema schema = schema("{'type': 'object', 'required': ['path', 'mode'], 'properties': {"
                + "'path': {'type': 'string'}, 'lines': {'type': 'array', 'items': {'type': 'integer'}}}}");
        assertThat(schema.check(Tools.json("{'path': 1, 'lines': [1, 'two', 'three']}")))
                .extracting(Violation::pointer, Violation::keyword)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("/path", "type"),
                        org.assertj.core.groups.Tuple.tuple("/mode", "required"),
                        org.assertj.core.groups.Tuple.tuple("/lines/1", "type"),
                        org.assertj.core.groups.Tuple.tuple("/lines/2", "type"));
    }

    @Test
    void pointersEscapeWhatPointersMustEscape() {
        ToolSchema schema = schema("{'properties': {'a/b~c': {'type': 'string'}}}");
        assertThat(schema.check(Tools.json("{'a/b~c': 1}")))
                .extracting(Violation::pointer)
                .containsExactly("/a~1b~0c");
    }

    @Test
    void sentencesSayWhereAndWhat() {
        ToolSchema schema = schema("{'required': ['path'], 'properties': {'n': {'maximum': 3}}}");
        assertThat(schema.check(Tools.json("{'n': 4}")))
                .extracting(Violation::message)
                .anySatisfy(message ->
                        assertThat(message).startsWith("The arguments: ").contains("path"))
                .anySatisfy(message -> assertThat(message).startsWith("/n: ").contains("3"));
    }

    @Test
    void aToolWithoutASchemaTakesAnything() {
        assertThat(ToolSchema.of(null).check(Tools.json("{'a': 1}"))).isEmpty();
        assertThat(ToolSchema.of(null).problem()).isEmpty();
    }

    @Test
    void readsTheDialectThatTheSchemaNames() {
        String tuple = "'properties': {'pair': {'items': [{'type': 'string'}, {'type': 'integer'}]}}}";
        ToolSchema draft7 = schema("{'$schema': 'http://json-schema.org/draft-07/schema#', " + tuple);
        assertThat(draft7.problem()).isEmpty();
        assertThat(draft7.check(Tools.json("{'pair': ['a', 'b']}")))
                .extracting(Violation::pointer)
                .containsExactly("/pair/1");
        ToolSchema latest = schema("{'$schema': 'https://json-schema.org/draft/2020-12/schema',"
                + "'properties': {'pair': {'prefixItems': [{'type': 'string'}, {'type': 'integer'}]}}}");
        assertThat(latest.check(Tools.json("{'pair': ['a', 'b']}")))
                .extracting(Violation::pointer)
                .containsExactly("/pair/1");
    }

    @Test
    void is202012WhereTheSchemaNamesNone() {
        assertThat(schema("{'properties': {'pair': {'prefixItems': [{'type': 'string'}]}}}")
                        .check(Tools.json("{'pair': [1]}")))
                .hasSize(1);
    }

    @Test
    void aSchemaMayReferToItself() {
        ToolSchema schema = tree();
        assertThat(schema.problem()).isEmpty();
        assertThat(schema.check(Tools.json("{'v': 1, 'next': {'v': 2, 'next': {'v': 'x'}}}")))
                .extracting(Violation::pointer)
                .containsExactly("/next/next/v");
    }

    @Test
    void checksArgumentsAsDeepAsJsonMayBe() {
        ObjectNode deepest = Json.object().put("v", "wrong");
        ObjectNode arguments = deepest;
        for (int depth = 1; depth < Json.MAX_DEPTH; depth++) {
            ObjectNode outer = Json.object().put("v", depth);
            outer.set("next", arguments);
            arguments = outer;
        }
        assertThat(tree().check(arguments))
                .extracting(Violation::pointer)
                .containsExactly("/next".repeat(Json.MAX_DEPTH - 1) + "/v");
    }

    @Test
    void aTypeThatDoesNotExistRefusesNothing() {
        ToolSchema schema = schema("{'properties': {'a': {'type': 'any'}, 'b': {'type': 'string'}}}");
        assertThat(schema.check(Tools.json("{'a': 1, 'b': 2}")))
                .extracting(Violation::pointer)
                .containsExactly("/b");
    }

    @Test
    void neverFetchesAReferenceFromTheNetwork() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            ToolSchema reference = schema("{'properties': {'a': {'$ref': '" + address + "a.json'}}}");
            ToolSchema dialect = schema("{'$schema': '" + address + "dialect'}");
            assertThat(reference.check(Tools.json("{'a': 1}"))).isEmpty();
            assertThat(dialect.check(Tools.json("{'a': 1}"))).isEmpty();
            assertThat(reference.dropped()).singleElement().asString().startsWith("/properties/a/$ref: ");
            assertThat(dialect.dropped()).singleElement().asString().startsWith("/$schema: ");
            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void neverReadsAReferenceFromAFile() throws IOException {
        var file = java.nio.file.Files.createTempFile("schema", ".json");
        java.nio.file.Files.writeString(file, "{\"type\": \"string\"}");
        try {
            ToolSchema schema = schema("{'properties': {'a': {'$ref': '" + file.toUri() + "'}}}");
            assertThat(schema.dropped()).singleElement().asString().startsWith("/properties/a/$ref: ");
            assertThat(schema.check(Tools.json("{'a': 1}"))).isEmpty();
        } finally {
            java.nio.file.Files.delete(file);
        }
    }

    @Test
    void schemasOfTwoServersMayCarryOneId() {
        ToolSchema text = schema("{'$id': 'https://example.com/s', 'properties': {'a': {'type': 'string'}}}");
        ToolSchema number = schema("{'$id': 'https://example.com/s', 'properties': {'a': {'type': 'integer'}}}");
        assertThat(text.check(Tools.json("{'a': 'x'}"))).isEmpty();
        assertThat(number.check(Tools.json("{'a': 1}"))).isEmpty();
        assertThat(number.check(Tools.json("{'a': 'x'}"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(a+)+$", "^(a|a)*$", "^(a*)*b$", "(x+x+)+y", "^([a-zA-Z]+)*$"})
    void aBacktrackingPatternDoesNotHoldTheCallerUp(String pattern) {
        ToolSchema schema = schema("{'properties': {'a': {'pattern': '" + pattern + "'}}}");
        String hostile = (pattern.startsWith("(x") ? "x" : "a").repeat(5000) + "!";
        Assertions.assertTimeoutPreemptively(
                SOON,
                () -> assertThat(schema.check(Json.object().put("a", hostile)))
                        .extracting(Violation::keyword)
                        .containsExactly("pattern"));
    }

    @Test
    void manyShortStringsDoNotAddUpEither() {
        ToolSchema schema = schema("{'properties': {'a': {'items': {'pattern': '^(a|a)*$'}}}}");
        ObjectNode arguments = Json.object();
        for (int i = 0; i < 20_000; i++) {
            arguments.withArray("a").add("a".repeat(30) + "!");
        }
        Assertions.assertTimeoutPreemptively(
                SOON, () -> assertThat(schema.check(arguments)).isNotEmpty());
    }

    @Test
    void longTextPassesAnHonestPattern() {
        ToolSchema schema = schema("{'properties': {'a': {'pattern': '^[A-Za-z0-9+/=]*$'}}}");
        assertThat(schema.check(Json.object().put("a", "QUJD".repeat(1_000_000))))
                .isEmpty();
    }

    @Test
    void aCheckThatWasTooCostlyTakesNothingFromTheNext() {
        ToolSchema schema = schema("{'properties': {'a': {'pattern': '^(a+)+$'}}}");
        assertThat(schema.check(Json.object().put("a", "a".repeat(5000) + "!")))
                .extracting(Violation::message)
                .containsExactly("The arguments take too long to check against a pattern of the schema: send shorter"
                        + " strings");
        assertThat(schema.check(Json.object().put("a", "aaa"))).isEmpty();
    }

    @Test
    void aSchemaOfReferencesDoubledInPlaceIsNotCheckedAndSaysSo() {
        ToolSchema schema = schema(doubled(40, "{'allOf': [{'$ref': '#/$defs/%1$s'}, {'$ref': '#/$defs/%1$s'}]}"));
        assertThat(schema.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("10000 schemas"));
        assertThat(schema.check(Tools.json("{'x': 1}"))).isEmpty();
    }

    @Test
    void referencesDoubledAtEachLevelOfTheArgumentsAreNotFollowedForEver() {
        ToolSchema schema = schema(
                doubled(
                        60,
                        "{'type': 'object', 'properties': {'x': {'anyOf': [{'$ref': '#/$defs/%1$s'}, {'$ref': '#/$defs/%1$s'}]}}}"));
        assertThat(schema.problem()).isEmpty();
        assertThat(schema.check(Tools.json("{'x': {'x': {}}}"))).isEmpty();
        String deep = "{'x':".repeat(60) + "5" + "}".repeat(60);
        assertThat(Assertions.assertTimeoutPreemptively(SOON, () -> schema.check(Tools.json(deep))))
                .extracting(Violation::message)
                .containsExactly("The arguments are too deep or too long to be checked against the schema: send flatter"
                        + " or shorter ones");
    }

    @Test
    void largeSchemasWithManyReferencesAreChecked() {
        StringBuilder properties = new StringBuilder("'p': {'type': 'string'}");
        for (int i = 0; i < 2000; i++) {
            properties.append(", 'p").append(i).append("': {'$ref': '#/$defs/text'}");
        }
        ToolSchema schema = schema("{'type': 'object', '$defs': {'text': {'anyOf': [{'type': 'string'}, {'type':"
                + " 'null'}]}}, 'properties': {" + properties + "}}");
        ObjectNode arguments = Json.object();
        for (int i = 0; i < 2000; i++) {
            arguments.put("p" + i, "x");
        }
        assertThat(schema.problem()).isEmpty();
        assertThat(schema.check(arguments)).isEmpty();
        assertThat(schema.check(arguments.put("p7", 7))).isNotEmpty();
    }

    /** Levels {@code a0} to the last, each of which names the next by this pattern; the last takes objects. */
    private static String doubled(int levels, String pattern) {
        StringBuilder defs = new StringBuilder();
        for (int i = 0; i < levels; i++) {
            defs.append("'a")
                    .append(i)
                    .append("': ")
                    .append(String.format(pattern, "a" + (i + 1)))
                    .append(", ");
        }
        return "{'$ref': '#/$defs/a0', '$defs': {" + defs + "'a" + levels + "': {'type': 'object'}}}";
    }

    private static ToolSchema tree() {
        return schema("{'type': 'object', 'properties': {'v': {'type': 'integer'}, 'next': {'$ref': '#'}}}");
    }

    private static ToolSchema schema(String definition) {
        return ToolSchema.of(Tools.json(definition.replace("\\", "\\\\")));
    }
}
