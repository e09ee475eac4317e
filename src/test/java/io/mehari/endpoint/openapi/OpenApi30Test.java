package io.mehari.endpoint.openapi;

import static io.mehari.support.Tools.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import io.mehari.endpoint.http.target.PathSegments;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApi30Test {
    private static final Set<String> UNKNOWN = Set.of(
            "const",
            "examples",
            "prefixItems",
            "if",
            "then",
            "patternProperties",
            "propertyNames",
            "dependentRequired",
            "$defs",
            "contentEncoding");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': ['string', 'null']} | {'type': 'string', 'nullable': true}",
                "{'type': 'null'} | {'nullable': true, 'enum': [null]}",
                "{'type': ['string', 'integer']} | {'anyOf': [{'type': 'string'}, {'type': 'integer'}]}",
                "{'const': 3} | {'enum': [3]}",
                "{'examples': [1, 2]} | {'example': 1}",
                "{'exclusiveMinimum': 3} | {'exclusiveMinimum': true, 'minimum': 3}",
                "{'exclusiveMinimum': 3, 'minimum': 5} | {'minimum': 5}",
                "{'exclusiveMaximum': 3, 'maximum': 3} | {'exclusiveMaximum': true, 'maximum': 3}",
                "{'anyOf': [{'type': 'string'}, {'type': 'null'}]} | {'anyOf': [{'type': 'string', 'nullable': true}]}",
                "{'type': 'array'} | {'type': 'array', 'items': {}}",
                "{'prefixItems': [{'type': 'string'}], 'items': false} | {'maxItems': 1, 'items': {'anyOf': [{'type': 'string'}]}}",
                "{'$ref': '#/x', 'description': 'a'} | {'description': 'a', 'allOf': [{'$ref': '#/x'}]}",
                "{'contentEncoding': 'base64', 'type': 'string'} | {'type': 'string', 'format': 'byte'}",
                "{'patternProperties': {'a': {}}, 'additionalProperties': false} | {}",
                "{'if': {}, 'then': {}, 'dependentRequired': {}, 'minProperties': 1} | {'minProperties': 1}",
                "{'properties': {'a': true, 'const': {'const': 1}}} | {'properties': {'a': {}, 'const': {'enum': [1]}}}",
            })
    void saysASchemaInOlderWords(String newer, String older) {
        assertThat(OpenApi30.schema(json(newer))).isEqualTo(json(older));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noSchemaHasNewerWords(boolean whole) throws IOException {
        ObjectNode document = converted(AwkwardTools.read().document(false, whole));

        assertThat(document.get("openapi").asText()).isEqualTo("3.0.3");
        document.at("/components/schemas").forEach(OpenApi30Test::mustBeOlder);
    }

    private static void mustBeOlder(JsonNode schema) {
        assertThat(schema.isObject()).isTrue();
        assertThat(schema.properties().stream().map(java.util.Map.Entry::getKey))
                .doesNotContainAnyElementsOf(UNKNOWN);
        assertThat(schema.path("type").isArray()).isFalse();
        SchemaParts.copy((ObjectNode) schema, (keyword, part) -> {
            if (!part.isBoolean()) {
                mustBeOlder(part);
            }
            return part;
        });
    }

    @Test
    void acceptsWhatTheGatewayAccepts() throws IOException {
        AwkwardTools awkward = AwkwardTools.read();
        ObjectNode document = converted(awkward.document(false, false));
        for (int i = 0; i < awkward.tools().size(); i++) {
            String path = PathSegments.path(List.of(awkward.tools().get(i).name()));
            JsonNode body =
                    document.path("paths").path(path).at("/post/requestBody/content/application~1json/schema/$ref");
            ObjectNode shown = Json.object();
            shown.set("components", document.get("components"));
            shown.putArray("allOf").addObject().put("$ref", body.asText("#/components"));
            Schema schema = SchemaRegistry.withDialect(com.networknt.schema.dialect.Dialects.getOpenApi30())
                    .getSchema(shown);
            assertThat(awkward.valid().get(i))
                    .allSatisfy(arguments -> assertThat(schema.validate(arguments))
                            .as(path + arguments)
                            .isEmpty());
        }
    }

    private static ObjectNode converted(ObjectNode document) {
        return OpenApi30.convertIf(new DocumentOptions(false, false, true), document);
    }
}
