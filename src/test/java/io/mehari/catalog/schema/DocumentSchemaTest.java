package io.mehari.catalog.schema;

import static io.mehari.support.Tools.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentSchemaTest {
    private static final String DRAFT_4 = "'$schema': 'http://json-schema.org/draft-04/schema#', ";
    private static final String DRAFT_7 = "'$schema': 'http://json-schema.org/draft-07/schema#', ";

    private static JsonNode root(String schema) {
        return DocumentSchema.of(json(schema)).orElseThrow().root();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{DRAFT_7 'items': [{'type': 'string'}], 'additionalItems': false}"
                        + " | {'prefixItems': [{'type': 'string'}], 'items': false}",
                "{DRAFT_7 'dependencies': {'a': ['b'], 'c': {'minProperties': 2}}}"
                        + " | {'dependentRequired': {'a': ['b']}, 'dependentSchemas': {'c': {'minProperties': 2}}}",
                "{DRAFT_4 'minimum': 1, 'exclusiveMinimum': true, 'maximum': 3, 'exclusiveMaximum': false}"
                        + " | {'exclusiveMinimum': 1, 'maximum': 3}",
                "{'$id': 'urn:x', '$comment': 'c', 'title': 'T', 'description': 'D', 'default': 1, 'examples': [2]}"
                        + " | {'title': 'T', 'description': 'D', 'default': 1, 'examples': [2]}",
                "{'title': 1, 'description': ['x'], 'examples': 'no', 'deprecated': 'yes', 'type': 'object'} | {'type': 'object'}",
                "{'type': 'strnig', 'minimum': 'low', 'x-own': 1} | {}",
                "{'properties': {'title': {'type': 'string'}}} | {'properties': {'title': {'type': 'string'}}}",
            })
    void isWrittenInTheWordsOf2020(String definition, String expected) {
        String given = definition.replace("DRAFT_4", DRAFT_4).replace("DRAFT_7", DRAFT_7);

        assertThat(root(given)).isEqualTo(json(expected));
    }

    @Test
    void definitionsAreThoseThatAreReferredTo() {
        ObjectNode definition = json("{'properties': {'a': {'$ref': '#/definitions/My%20Node'}}, 'definitions': {"
                + "'My Node': {'properties': {'next': {'$ref': '#/definitions/My%20Node'}}}, 'Unused': {}}}");
        ObjectNode before = definition.deepCopy();

        DocumentSchema schema = DocumentSchema.of(definition).orElseThrow();

        assertThat(schema.definitions()).hasSize(1);
        String name = schema.definitions().keySet().iterator().next();
        assertThat(schema.labels()).containsEntry(name, "My Node");
        assertThat(schema.root().at("/properties/a/$ref").asText()).isEqualTo("#/$defs/" + name);
        assertThat(schema.definitions().get(name).at("/properties/next/$ref").asText())
                .isEqualTo("#/$defs/" + name);
        assertThat(schema.root().has("definitions")).isFalse();
        assertThat(definition).isEqualTo(before);
    }

    @Test
    void whatIsNoSchemaIsEmpty() {
        assertThat(DocumentSchema.of(null)).isEmpty();
        assertThat(DocumentSchema.of(json("{'a': 5}").get("a"))).isEmpty();
        ObjectNode large = json("{'properties': {}}");
        for (int i = 0; i < 110_000; i++) {
            large.withObjectProperty("properties").putObject("p" + i);
        }
        assertThat(DocumentSchema.of(large)).isEmpty();
    }
}
