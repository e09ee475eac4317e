package io.mehari.catalog.mcpo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Violation;
import io.mehari.catalog.mcpo.McpoModel.Taken;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Models beside those of mcpo 0.0.20 with pydantic 2.11: {@code mcpo/models.json} has what it took and refused. */
class McpoModelTest {
    @TestFactory
    Stream<DynamicTest> takesWhatMcpoTakes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream table = McpoModelTest.class.getResourceAsStream("/mcpo/models.json")) {
            for (JsonNode row : Json.read(table)) {
                tests.add(DynamicTest.dynamicTest(
                        row.get("tool").asText() + " " + row.get("arguments"), () -> check(row)));
            }
        }
        return tests.stream();
    }

    private static void check(JsonNode row) throws IOException {
        Taken taken = McpoModel.of(row.get("schema"), "_form_model")
                .take((ObjectNode) row.get("arguments"), row.get("tool").asText());
        if (row.has("taken")) {
            assertThat(taken.violations()).isEmpty();
            assertThat(PythonValues.of(Json.read(Json.text(taken.arguments()))))
                    .isEqualTo(PythonValues.of(row.get("taken")));
        } else {
            assertThat(listed(taken.violations())).isEqualTo(row.get("violated"));
        }
    }

    private static ArrayNode listed(List<Violation> violations) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (Violation violation : violations) {
            ObjectNode entry = list.addObject().put("type", violation.keyword());
            ArrayNode location = entry.putArray("loc");
            for (String name : violation.pointer().substring(1).split("/")) {
                if (name.matches("[0-9]+")) {
                    location.add(Integer.parseInt(name));
                } else {
                    location.add(name);
                }
            }
            entry.put("msg", violation.message());
        }
        return list;
    }

    @Test
    void aSchemaThatRefersToItselfTakesAnythingThere() {
        McpoModel model = McpoModel.of(
                Tools.json("{'properties': {'n': {'$ref': '#/$defs/N'}}, '$defs': {'N': {'type':"
                        + " 'object', 'properties': {'v': {'type': 'integer'}, 'next': {'$ref': '#/$defs/N'}}}}}"),
                "");
        Taken taken = model.take(Tools.json("{'n': {'v': '1', 'next': {'v': '2', 'more': 1}}}"), "t");
        assertThat(taken.violations()).isEmpty();
        assertThat(Json.text(taken.arguments())).isEqualTo("{\"n\":{\"v\":1,\"next\":{\"v\":\"2\",\"more\":1}}}");
    }

    @Test
    void schemasThatMultiplyAreBounded() {
        StringBuilder schema = new StringBuilder("{'properties': {'x': {'$ref': '#/$defs/d0'}}, '$defs': {");
        for (int i = 0; i < 60; i++) {
            schema.append(
                    "'d%d': {'type': 'object', 'properties': {'a': {'$ref': '#/$defs/d%d'}, 'b': {'$ref': '#/$defs/d%d'}}},"
                            .formatted(i, i + 1, i + 1));
        }
        McpoModel model = McpoModel.of(Tools.json(schema + "'d60': {'type': 'integer'}}}"), "");
        assertThat(model.take(Tools.json("{'x': {'a': {'b': {}}}}"), "t").violations())
                .isEmpty();
    }

    @Test
    void violationsAreBounded() {
        ObjectNode arguments = Json.object();
        ArrayNode many = arguments.putArray("x");
        for (int i = 0; i < 1_000; i++) {
            many.add("no");
        }
        McpoModel model =
                McpoModel.of(Tools.json("{'properties': {'x': {'type': 'array', 'items': {'type': 'integer'}}}}"), "");
        assertThat(model.take(arguments, "t").violations()).hasSize(PydanticRun.MOST_VIOLATIONS);
    }

    @Test
    void whatIsNoSchemaTakesNothing() {
        for (JsonNode schema : new JsonNode[] {null, Json.object(), Json.MAPPER.createArrayNode()}) {
            assertThat(McpoModel.of(schema, "").takesNothing()).isTrue();
        }
        McpoModel odd = McpoModel.of(
                Tools.json("{'properties': {'a': true, 'b': 5, 'c': {'$ref': 'http://x'},"
                        + " 'd': {'$ref': '#/nowhere'}, 'e': {'type': 7}, 'f': {'anyOf': []}}, 'required': 'a'}"),
                "");
        Taken taken = odd.take(Tools.json("{'a': 1, 'b': 1, 'c': 1, 'd': 1, 'e': 1, 'f': 1}"), "t");
        assertThat(taken.violations()).isEmpty();
        assertThat(taken.arguments().size()).isEqualTo(6);
    }

    @Test
    void doesNotChangeWhatWasSent() {
        ObjectNode arguments = Tools.json("{'x': {'n': '5', 'more': 1}}");
        McpoModel.of(
                        Tools.json(
                                "{'properties': {'x': {'type': 'object', 'properties': {'n': {'type': 'integer'}}}}}"),
                        "")
                .take(arguments, "t");
        assertThat(arguments).isEqualTo(Tools.json("{'x': {'n': '5', 'more': 1}}"));
    }
}
