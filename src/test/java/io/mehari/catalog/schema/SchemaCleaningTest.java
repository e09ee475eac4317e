package io.mehari.catalog.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A keyword that is not understood is dropped, and only that one: the rest of the schema refuses what it should, and nothing
 * is refused that a server would take.
 */
class SchemaCleaningTest {
    private static final String OTHER = "'other': {'type': 'integer'}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    'type': 'any'                                          | 'type'                 | 1
                    'type': 'str'                                          | 'type'                 | 'x'
                    'type': ['str', 'null']                                | 'type'                 | 'x'
                    'type': []                                             | 'type'                 | 1
                    'type': {'type': 'string'}                             | 'type'                 | 1
                    'type': 5                                              | 'type'                 | 1
                    'anyOf': [{'type': 'int'}, {'type': 'null'}]           | 'anyOf/0/type'         | 5
                    'oneOf': [{'type': 'float'}, {'type': 'number'}]       | 'oneOf/0/type'         | 5
                    'oneOf': [{'type': 'string', 'format': 'a'}, {'type': 'x'}] | 'oneOf/1/type'    | 'a'
                    'not': {'type': 'int'}                                 | 'not/type'             | 5
                    'not': {'anyOf': [{'type': 'text', 'minLength': 1}]}   | 'not/anyOf/0/type'     | 5
                    'if': {'type': 'text'}, 'then': {'type': 'null'}       | 'if/type'              | 5
                    'contains': {'type': 'int'}, 'maxContains': 1          | 'contains/type'        | [1, 2]
                    'enum': 'a'                                            | 'enum'                 | 'b'
                    'enum': []                                             | 'enum'                 | 1
                    'enum': {'a': 1}                                       | 'enum'                 | 1
                    'minimum': 0, 'exclusiveMinimum': true                 | 'exclusiveMinimum'     | 0
                    'exclusiveMaximum': '10'                               | 'exclusiveMaximum'     | 11
                    'minimum': '1'                                         | 'minimum'              | 0
                    'multipleOf': 0                                        | 'multipleOf'           | 5
                    'multipleOf': -3                                       | 'multipleOf'           | 5
                    'minLength': '3'                                       | 'minLength'            | 'a'
                    'maxLength': -1                                        | 'maxLength'            | 'a'
                    'maxLength': 1.5                                       | 'maxLength'            | 'ab'
                    'maxLength': 4294967296                                | 'maxLength'            | 'ab'
                    'maxItems': null                                       | 'maxItems'             | [1]
                    'items': [{'type': 'integer'}, {'type': 'string'}]     | 'items'                | ['a', 1]
                    'items': 'string'                                      | 'items'                | [1]
                    'prefixItems': {'type': 'string'}, 'items': false      | 'prefixItems'          | [1]
                    'prefixItems': [5, {'type': 'string'}]                 | 'prefixItems/0'        | [1, 'a']
                    'uniqueItems': 'true'                                  | 'uniqueItems'          | [1, 1]
                    'additionalProperties': 'false'                        | 'additionalProperties' | {'x': 1}
                    'properties': [], 'additionalProperties': false        | 'properties'           | {'x': 1}
                    'properties': {'x': 5}, 'additionalProperties': false  | 'properties/x'         | {'x': 1}
                    'required': true                                       | 'required'             | {}
                    'required': 'x'                                        | 'required'             | {}
                    'required': [1]                                        | 'required'             | {}
                    'dependentRequired': {'x': 'y'}                        | 'dependentRequired'    | {'x': 1}
                    'propertyNames': 'x'                                   | 'propertyNames'        | {'x': 1}
                    'pattern': '(['                                        | 'pattern'              | 'a'
                    'pattern': 5                                           | 'pattern'              | 'a'
                    'pattern': '(?s).'                                     | 'pattern'              | ''
                    'format': 5                                            | 'format'               | 'a'
                    'patternProperties': {'([': {'type': 'null'}}, 'additionalProperties': false | 'patternProperties/([' | {'x': 1}
                    '$ref': '#/$defs/missing'                              | '$ref'                 | 1
                    '$ref': '#/properties'                                 | '$ref'                 | 1
                    '$ref': 'other.json'                                   | '$ref'                 | 1
                    '$ref': 'https://example.com/schema#/a'                | '$ref'                 | 1
                    '$ref': 5                                              | '$ref'                 | 1
                    '$dynamicRef': '#missing'                              | '$dynamicRef'          | 1
                    '$id': 'a b%%'                                         | '$id'                  | 1
                    '$anchor': 5                                           | '$anchor'              | 1
                    'allOf': []                                            | 'allOf'                | 1
                    'allOf': {'type': 'string'}                            | 'allOf'                | 1
                    'anyOf': ['string', {'type': 'null'}]                  | 'anyOf/0'              | 1
                    'not': 'x'                                             | 'not'                  | 1
                    'dependentSchemas': {'x': 1}                           | 'dependentSchemas/x'   | {'x': 1}
                    """)
    void isDroppedAlone(String keywords, String pointer, String good) {
        ToolSchema schema = schema("{'type': 'object', 'properties': {'a': {" + keywords + "}, " + OTHER + "}}");

        assertThat(schema.problem()).isEmpty();
        assertThat(schema.dropped()).isNotEmpty();
        assertThat(schema.dropped().get(0)).startsWith("/properties/a/" + pointer.replace("'", "") + ": ");
        assertThat(schema.check(Tools.json("{'a': " + good + ", 'other': 1}"))).isEmpty();
        assertThat(schema.check(Tools.json("{'a': " + good + ", 'other': 'x'}")))
                .as("the rest stays in force")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    'anyOf': [{'type': 'string', 'minLength': 2, 'pattern': '(['}, {'type': 'null'}] | 5      | 'ab'
                    'type': 'string', 'format': 5                            | 5       | 'x'
                    'enum': [1, 2], 'type': 'int'                            | 3       | 2
                    'minimum': 0, 'exclusiveMinimum': true                   | -1      | 0
                    'items': {'type': 'strin', 'maxLength': 2}               | ['abc'] | ['ab']
                    'required': ['x'], 'properties': {'x': {'type': 'foo'}}  | {}      | {'x': []}
                    'oneOf': [{'const': 1, 'type': 'foo'}, {'const': 2}]     | 3       | 2
                    """)
    void theKeywordsBesideItStayInForce(String keywords, String bad, String good) {
        ToolSchema schema = schema("{'properties': {'a': {" + keywords + "}}}");
        assertThat(schema.dropped()).isNotEmpty();
        assertThat(schema.check(Tools.json("{'a': " + bad + "}"))).isNotEmpty();
        assertThat(schema.check(Tools.json("{'a': " + good + "}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'enum': [1, %s]",
                "'const': %s",
                "'const': {'x': [%s]}",
                "'multipleOf': %s",
                "'minimum': %s",
                "'maximum': %s",
                "'exclusiveMinimum': %s",
                "'minLength': %s",
                "'maxItems': %s"
            })
    void numbersOfMillionsOfDigitsAreDropped(String keyword) {
        ObjectNode definition =
                Tools.json("{'properties': {" + OTHER + ", 'a': {" + String.format(keyword, "1e10000000") + "}}}");
        ToolSchema schema = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> ToolSchema.of(definition));
        assertThat(schema.dropped())
                .singleElement()
                .asString()
                .startsWith("/properties/a/")
                .hasSizeLessThan(200);
        assertThat(schema.check(Tools.json("{'a': 'x', 'other': 'x'}"))).hasSize(1);
    }

    @Test
    void whatARefusalRestsOnIsDroppedThroughReferences() {
        ToolSchema schema =
                schema("{'$defs': {'t': {'anyOf': [{'type': 'text'}, {'type': 'null'}]}, 'u': {'$ref': '#/$defs/t'}},"
                        + "'properties': {'a': {'not': {'$ref': '#/$defs/u'}}, " + OTHER + "}}");
        assertThat(schema.check(Tools.json("{'a': 5}"))).isEmpty();
        assertThat(schema.check(Tools.json("{'a': 5, 'other': 'x'}"))).hasSize(1);
    }

    @Test
    void propertiesThatTheDroppedKeywordWouldHaveEvaluatedAreNotRefused() {
        ToolSchema schema = schema(
                "{'allOf': [{'$ref': '#/missing'}], 'unevaluatedProperties': false, 'properties': {" + OTHER + "}}");
        assertThat(schema.check(Tools.json("{'x': 5}"))).isEmpty();
        assertThat(schema.check(Tools.json("{'x': 5, 'other': 'x'}"))).hasSize(1);
    }

    @Test
    void aSchemaThatAppliesItselfToTheSameValueIsDroppedAtThatPlace() {
        ToolSchema schema = schema("{'properties': {'a': {'allOf': [{'$ref': '#/properties/a'}]}, " + OTHER + "}}");
        assertThat(schema.problem()).isEmpty();
        assertThat(schema.dropped()).hasSize(1);
        assertThat(schema.check(Tools.json("{'a': 5}"))).isEmpty();
        assertThat(schema.check(Tools.json("{'other': 'x'}"))).hasSize(1);
    }

    @Test
    void referencesIntoPlacesThatAreNoKeywordsAreFollowed() {
        ToolSchema schema = schema("{'components': {'schemas': {'T': {'type': 'string', 'x-unknown': 1}}},"
                + " 'properties': {'a': {'$ref': '#/components/schemas/T'}}}");
        assertThat(schema.dropped()).isEmpty();
        assertThat(schema.check(Tools.json("{'a': 5}"))).hasSize(1);
        assertThat(schema.check(Tools.json("{'a': 'x'}"))).isEmpty();
    }

    @Test
    void referencesByIdAnchorAndEscapedPointerAreFollowed() {
        ToolSchema schema =
                schema("{'$id': 'https://example.com/root', '$defs': {'a b/c': {'type': 'string'}, 'n': {'$anchor':"
                        + " 'num', 'type': 'number'}, 'i': {'$id': 'inner', 'type': 'boolean'}}, 'properties': {"
                        + "'p': {'$ref': '#/$defs/a%20b~1c'}, 'n': {'$ref': '#num'}, 'i': {'$ref': 'inner'},"
                        + "'r': {'$ref': 'https://example.com/root#/$defs/n'}}}");
        assertThat(schema.problem()).isEmpty();
        assertThat(schema.dropped()).isEmpty();
        assertThat(schema.check(Tools.json("{'p': 'x', 'n': 1, 'i': true, 'r': 1}")))
                .isEmpty();
        assertThat(schema.check(Tools.json("{'p': 1, 'n': 'x', 'i': 1, 'r': 'x'}")))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://json-schema.org/draft-04/schema#",
                "http://json-schema.org/draft-06/schema#",
                "http://json-schema.org/draft-07/schema#",
                "https://json-schema.org/draft-07/schema",
                "https://json-schema.org/draft/2019-09/schema",
                "https://json-schema.org/draft/2020-12/schema",
                "http://json-schema.org/draft/2020-12/schema#"
            })
    void everyDialectThatIsKnownIsTaken(String dialect) {
        ToolSchema schema = schema(
                "{'$schema': '" + dialect + "', 'additionalProperties': false, 'properties': {"
                        + "'a': {'type': 'string', 'minLength': 2}, 'b': {}, 'c': {'type': 'array', 'items': {'type': 'integer'}}}}");
        assertThat(schema.problem()).isEmpty();
        assertThat(schema.dropped()).isEmpty();
        assertThat(schema.check(Tools.json("{'a': 'xy', 'b': 1, 'c': [1]}"))).isEmpty();
        assertThat(schema.check(Tools.json("{'a': 'x', 'c': ['1'], 'd': 1}"))).hasSize(3);
    }

    @Test
    void keywordsOfOlderDialectsKeepTheirMeaning() {
        ToolSchema four = schema(
                "{'$schema': 'http://json-schema.org/draft-04/schema#', 'properties': {'a': {'minimum': 0,"
                        + " 'exclusiveMinimum': true}, 'b': true, 'c': {'items': [{'type': 'string'}], 'additionalItems': false}}}");
        assertThat(four.check(Tools.json("{'a': 0}"))).hasSize(1);
        assertThat(four.check(Tools.json("{'a': 1, 'b': 1, 'c': ['x']}"))).isEmpty();
        assertThat(four.check(Tools.json("{'c': ['x', 1]}"))).hasSize(1);
        ToolSchema seven = schema("{'$schema': 'http://json-schema.org/draft-07/schema#', 'definitions': {'t': {'type':"
                + " 'string'}}, 'properties': {'a': {'$ref': '#/definitions/t'}, 'b': {'if': {'type': 'string'}, 'then':"
                + " {'minLength': 2}}}, 'dependencies': {'a': ['b']}}");
        assertThat(seven.dropped()).isEmpty();
        assertThat(seven.check(Tools.json("{'a': 1, 'b': 'x'}"))).hasSize(2);
        assertThat(seven.check(Tools.json("{'a': 'x'}"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'draft-07'", "'https://example.com/mine'", "7", "'http://json-schema.org/schema#'"})
    void aDialectThatIsNotKnownIsTakenForTheLatest(String dialect) {
        ToolSchema schema = schema("{'$schema': " + dialect + ", 'properties': {" + OTHER + "}}");
        assertThat(schema.dropped()).singleElement().asString().startsWith("/$schema: ");
        assertThat(schema.check(Tools.json("{'other': 'x'}"))).hasSize(1);
    }

    @Test
    void aRequiredPropertyWithADefaultMayBeAbsent() {
        ToolSchema schema = schema("{'required': ['a', 'b', 'c'], '$defs': {'d': {'type': 'string', 'default': 'x'}},"
                + "'properties': {'a': {'type': 'string', 'default': 'png'}, 'b': {'type': 'integer'}, 'c': {'$ref':"
                + " '#/$defs/d'}}}");
        assertThat(schema.dropped()).isEmpty();
        assertThat(schema.check(Tools.json("{'b': 1}"))).isEmpty();
        assertThat(schema.check(Tools.json("{'a': 1, 'b': 1}")))
                .as("its type still holds")
                .hasSize(1);
        assertThat(schema.check(Tools.json("{}")))
                .as("the one without a default")
                .hasSize(1);
    }

    @Test
    void aDefaultChangesNothingWhereAlternativesExcludeEachOther() {
        ToolSchema schema = schema("{'oneOf': [{'required': ['a'], 'properties': {'a': {'default': 1}}},"
                + " {'required': ['b'], 'properties': {'b': {}}}]}");
        assertThat(schema.check(Tools.json("{'b': 1}"))).isEmpty();
        assertThat(schema.check(Tools.json("{'a': 1}"))).isEmpty();
    }

    @Test
    void aSchemaOfWhichNothingIsUnderstoodTakesAnything() {
        ToolSchema schema = schema("{'type': 'thing', 'properties': 5, 'required': true}");
        assertThat(schema.dropped()).hasSize(3);
        assertThat(schema.check(Tools.json("{'x': 1}"))).isEmpty();
    }

    @Test
    void ofManyDroppedKeywordsSomeAreNamed() {
        StringBuilder properties = new StringBuilder("'p': {'type': 'any'}");
        for (int i = 0; i < 1_000; i++) {
            properties.append(", 'p").append(i).append("': {'type': 'any'}");
        }
        assertThat(schema("{'properties': {" + properties + "}}").dropped())
                .hasSize(21)
                .last()
                .isEqualTo("and 981 more");
    }

    @Test
    void theDefinitionItselfIsLeftAsItIs() {
        ObjectNode definition = Tools.json(
                "{'title': 't', 'required': ['a'], 'properties': {'a': {'type': 'any', 'default': 1}," + " 'b': {}}}");
        ObjectNode before = definition.deepCopy();
        ToolSchema.of(definition);
        assertThat(definition).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "'object'", "[]", "true"})
    void whatIsNoObjectIsNoSchema(String text) {
        ObjectNode holder = Tools.json("{'inputSchema': " + text + "}");
        ToolSchema schema = ToolSchema.of(holder.get("inputSchema"));
        assertThat(schema.problem()).isPresent();
        assertThat(schema.check(Json.object())).isEmpty();
    }

    @Test
    void aSchemaOfVeryManyValuesIsNotCompiled() {
        ObjectNode definition = Json.object();
        for (int i = 0; i < 120_000; i++) {
            definition.withArray("enum").add(new BigDecimal(i));
        }
        assertThat(ToolSchema.of(definition).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("100000"));
    }

    @Test
    void manyLongReferencesAreResolvedInReasonableTime() {
        StringBuilder properties = new StringBuilder("'p': {}");
        for (int i = 0; i < 5_000; i++) {
            properties
                    .append(", 'p")
                    .append(i)
                    .append("': {'$ref': '#/x")
                    .append("/a".repeat(200))
                    .append(i)
                    .append("', 'x-")
                    .append(i)
                    .append("': 1}");
        }
        ObjectNode definition = Tools.json("{'properties': {" + properties + "}}");
        ToolSchema schema = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> ToolSchema.of(definition));
        assertThat(schema.dropped()).last().isEqualTo("and 4980 more");
    }

    private static ToolSchema schema(String definition) {
        return ToolSchema.of(Tools.json(definition));
    }
}
