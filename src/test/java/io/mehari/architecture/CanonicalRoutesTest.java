package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Camel's schema without its short forms, which is what editors write: {@code to: {uri: ...}} instead of {@code to: ...},
 * {@code expression: {simple: {expression: ...}}} instead of {@code simple: ...}. Camel 4.17 ships the lenient schema only.
 */
@DisplayName("S0.7: every shipped file and every example is in the canonical form of Camel's YAML DSL")
class CanonicalRoutesTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String EXPRESSION = "org.apache.camel.model.language.ExpressionDefinition";
    private static Schema canonical;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream stream = YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            canonical = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(withoutShortForms(new ObjectMapper().readTree(stream)));
        }
    }

    @ParameterizedTest
    @MethodSource("io.mehari.architecture.RouteStyleTest#files")
    void hasNoShortForm(Path file) throws IOException {
        JsonNode root = YAML.readTree(file.toFile());
        boolean kamelet = root.at("/spec/template").isObject();
        assertThat(canonical.validate(kamelet ? YAML.createArrayNode().add(root.at("/spec/template")) : root))
                .isEmpty();
    }

    @Test
    void shortFormsAreFound() throws IOException {
        String route = "- route: {id: a, from: {uri: direct:a, steps: [%s]}}";
        assertThat(problems(route.formatted("{to: {uri: 'direct:b'}}"))).isZero();
        assertThat(problems(route.formatted("{setBody: {expression: {constant: {expression: b}}}}")))
                .isZero();
        assertThat(problems(route.formatted("{to: 'direct:b'}"))).isPositive();
        assertThat(problems(route.formatted("{setBody: {constant: {expression: b}}}")))
                .isPositive();
        assertThat(problems(route.formatted("{setBody: {expression: {constant: b}}}")))
                .isPositive();
    }

    private static int problems(String yaml) throws IOException {
        return canonical.validate(YAML.readTree(yaml)).size();
    }

    private static JsonNode withoutShortForms(JsonNode schema) {
        JsonNode definitions = schema.at("/items/definitions");
        List<String> languages = new ArrayList<>();
        definitions.path(EXPRESSION).path("properties").fieldNames().forEachRemaining(languages::add);
        assertThat(languages).contains("simple", "jq").doesNotContain("expression");
        for (JsonNode definition : definitions) {
            if (definition.path("oneOf") instanceof ArrayNode forms) {
                forms.removeIf(form -> form.path("type").asText().equals("string"));
            }
            if (definition.at("/properties/expression").isObject() && definition.has("anyOf")) {
                ((ObjectNode) definition).remove("anyOf");
                ObjectNode properties = (ObjectNode) definition.path("properties");
                properties.remove(languages);
                properties.putObject("expression").put("$ref", "#/items/definitions/" + EXPRESSION);
            }
        }
        return schema;
    }
}
