package io.mehari.catalog.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Violation;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoercionTest {
    private static final String CHOICE = "{'properties': {'f': {'anyOf': [{'$ref': '#/$defs/F'}, {'type': 'null'}]}},"
            + " '$defs': {'F': {'type': 'object', 'properties': {'n': {'type': 'integer'}}}}}";

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type': 'integer'}                                        | '5'     | 5",
                "{'type': 'integer'}                                        | '-12'   | -12",
                "{'type': 'integer'}                                        | '5.0'   | 5.0",
                "{'type': 'integer'}                                        | '9007199254740993' | 9007199254740993",
                "{'type': 'integer', 'enum': [1, 2]}                        | '2'     | 2",
                "{'type': 'integer', 'minimum': 3}                          | '3'     | 3",
                "{'type': ['integer', 'null']}                              | '5'     | 5",
                "{'type': ['integer', 'number']}                            | '5.5'   | 5.5",
                "{'anyOf': [{'type': 'integer'}, {'type': 'null'}]}         | '5'     | 5",
                "{'oneOf': [{'type': 'integer'}, {'type': 'null'}]}         | '5'     | 5",
                "{'allOf': [{'type': 'number'}]}                            | '1.50'  | 1.50",
                "{'type': 'number'}                                         | '1e3'   | 1e3",
                "{'type': 'boolean'}                                        | 'true'  | true",
                "{'type': 'boolean'}                                        | 'false' | false",
                "{'type': 'array', 'items': {'type': 'integer'}}            | ['1', 2, '3'] | [1, 2, 3]",
                "{'additionalProperties': {'type': 'boolean'}}              | {'a': 'true'} | {'a': true}",
                "{'prefixItems': [{'type': 'integer'}, {'type': 'string'}]} | ['1', '2']    | [1, '2']",
                "{'properties': {'a~/b': {'type': 'integer'}}}              | {'a~/b': '1'} | {'a~/b': 1}",
            })
    void takesTheQuotesOff(String schema, String sent, String wanted) {
        Checked checked = check("{'properties': {'x': " + schema + "}}", "{'x': " + sent + "}");
        assertThat(checked.violations()).isEmpty();
        assertThat(checked.arguments()).isEqualTo(Tools.json("{'x': " + wanted + "}"));
        assertThat(Json.text(checked.arguments())).contains(Json.text(Tools.json("{'x': " + wanted + "}")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type': 'integer'}                               | '5.5'",
                "{'type': 'integer'}                               | '05'",
                "{'type': 'integer'}                               | '+5'",
                "{'type': 'integer'}                               | ' 5'",
                "{'type': 'integer'}                               | ''",
                "{'type': 'integer'}                               | 'five'",
                "{'type': 'integer'}                               | '1_000'",
                "{'type': 'integer'}                               | '0x5'",
                "{'type': 'integer'}                               | 'true'",
                "{'type': 'integer'}                               | true",
                "{'type': 'integer'}                               | ['5']",
                "{'type': 'integer', 'maximum': 3}                 | '5'",
                "{'type': 'number'}                                | 'NaN'",
                "{'type': 'number'}                                | '1e1000000'",
                "{'type': 'number'}                                | '1e99999999999'",
                "{'type': 'boolean'}                               | 'True'",
                "{'type': 'boolean'}                               | 'yes'",
                "{'type': 'boolean'}                               | '1'",
                "{'type': 'boolean'}                               | 1",
                "{'type': 'string'}                                | 5",
                "{'type': 'null'}                                  | 'null'",
                "{'type': ['integer', 'boolean']}                  | '5'",
                "{'type': ['integer', 'array']}                    | '5'",
                "{'anyOf': [{'type': 'integer'}, {'type': 'string', 'minLength': 3}]} | '5'",
                "{'oneOf': [{'properties': {'a': {'type': 'integer'}}}, {'required': ['b']}]} | {'a': '5'}",
            })
    void leavesWhatIsNotCertain(String schema, String sent) {
        ObjectNode arguments = Tools.json("{'x': " + sent + "}");
        Checked checked = check("{'properties': {'x': " + schema + "}}", "{'x': " + sent + "}");
        assertThat(checked.violations()).isNotEmpty();
        assertThat(arguments).isEqualTo(Tools.json("{'x': " + sent + "}"));
    }

    @Test
    void validArgumentsStayTheSameObject() {
        ObjectNode arguments = Tools.json("{'x': '5', 'y': 1.50}");
        ToolSchema schema = ToolSchema.of(Tools.json("{'properties': {'x': {'type': 'string'}}}"));
        assertThat(schema.checkCoercing(arguments).arguments()).isSameAs(arguments);
    }

    @Test
    void doesNotChangeWhatWasSent() {
        ObjectNode arguments = Tools.json("{'a': {'b': ['5']}}");
        ToolSchema schema = ToolSchema.of(
                Tools.json("{'properties': {'a': {'properties': {'b': {'items': {'type': 'integer'}}}}}}"));
        assertThat(schema.checkCoercing(arguments).arguments()).isEqualTo(Tools.json("{'a': {'b': [5]}}"));
        assertThat(arguments).isEqualTo(Tools.json("{'a': {'b': ['5']}}"));
    }

    @Test
    void followsTheOneChoiceThatTakesAnObject() {
        assertThat(check(CHOICE, "{'f': {'n': '5'}}").arguments()).isEqualTo(Tools.json("{'f': {'n': 5}}"));
        assertThat(check(CHOICE, "{'f': {'n': '5'}}").violations()).isEmpty();
        assertThat(check(CHOICE, "{'f': {'n': 'x'}}").violations()).isNotEmpty();
    }

    @Test
    void tellsWhatIsStillViolated() {
        Checked checked = check(
                "{'properties': {'x': {'type': 'integer'}, 'y': {'type': 'integer'}}, 'required': ['z']}",
                "{'x': '5', 'y': 'a'}");
        assertThat(checked.violations()).extracting(Violation::pointer).containsExactlyInAnyOrder("/y", "/z");
        assertThat(checked.violations()).extracting(Violation::expected).containsExactlyInAnyOrder("integer", "");
    }

    @Test
    void looksAtABoundedNumberOfValues() {
        ObjectNode arguments = Json.object();
        ArrayNode many = arguments.putArray("x");
        for (int i = 0; i < 101; i++) {
            many.add("5");
        }
        ToolSchema schema = ToolSchema.of(Tools.json("{'properties': {'x': {'items': {'type': 'integer'}}}}"));
        assertThat(schema.checkCoercing(arguments).violations()).hasSize(1);
        many.remove(100);
        assertThat(schema.checkCoercing(arguments).violations()).isEmpty();
    }

    @Test
    void aSchemaThatCannotBeAppliedCoercesNothing() {
        ObjectNode arguments = Tools.json("{'x': '5'}");
        assertThat(ToolSchema.of(null).checkCoercing(arguments).arguments()).isSameAs(arguments);
    }

    private static Checked check(String schema, String arguments) {
        return ToolSchema.of(Tools.json(schema)).checkCoercing(Tools.json(arguments));
    }
}
