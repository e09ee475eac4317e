package io.mehari.catalog.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Violation;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that a caller chooses so that the check of them never ends, or takes the memory of all. */
class HostileArgumentsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1e1000000     | 'enum': ['celsius', 'kelvin']
                    1e10000000    | 'enum': [1]
                    1e10000000    | 'const': 1.5
                    1e1000000     | 'multipleOf': 0.01
                    1e10000000    | 'multipleOf': 7
                    1e1000000     | 'maximum': 5
                    1e1000000     | 'type': 'integer'
                    1e2147483647  | 'enum': [1]
                    1e2147483647  | 'multipleOf': 3
                    -1e-2147483647| 'multipleOf': 3
                    -1e-2147483647| 'exclusiveMinimum': 3
                    1.5e-20000000 | 'enum': ['a']
                    1e999999999   | 'const': 'a'
                    """)
    void aNumberOfMillionsOfDigitsIsRefusedBeforeAnyKeywordRuns(BigDecimal number, String keyword) {
        ToolSchema schema = schema("{'properties': {'e': {'properties': {'n/m': {" + keyword + "}}}}}");
        ObjectNode arguments = Json.object();
        arguments.putObject("e").put("n/m", number);

        List<Violation> violations = assertTimeoutPreemptively(SOON, () -> schema.check(arguments));

        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo("/e/n~1m");
            assertThat(violation.message()).contains("1000 digits");
        });
    }

    @Test
    void aLargeNumberIsFoundWhereverItStands() {
        ToolSchema schema = schema("{'properties': {'a': {'enum': [1]}}}");
        ArrayNode inside = Json.object().putArray("a");
        inside.add(1).addObject().put("x", new BigDecimal("1e5000"));
        ObjectNode arguments = Json.object();
        arguments.set("b", inside);

        assertThat(schema.check(arguments)).extracting(Violation::pointer).containsExactly("/b/1/x");
    }

    @Test
    void anIntegerOfAMillionDigitsFromARouteIsRefused() {
        ToolSchema schema = schema("{'properties': {'a': {'enum': [1]}}}");
        ObjectNode arguments = Json.object().put("a", BigInteger.TWO.pow(10_000_000));

        assertThat(assertTimeoutPreemptively(SOON, () -> schema.check(arguments)))
                .extracting(Violation::pointer)
                .containsExactly("/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e900", "1e-900", "0", "-0.00", "0e5000", "123456789012345678901234567890.123456789"})
    void numbersOfUsualSizesAreChecked(BigDecimal number) {
        ToolSchema schema = schema("{'properties': {'a': {'type': 'number'}}}");
        assertThat(schema.check(Json.object().put("a", number))).isEmpty();
    }

    @Test
    void aToolWithoutASchemaGetsItsNumbersWhateverTheirSize() {
        assertThat(ToolSchema.of(null).check(Json.object().put("a", new BigDecimal("1e1000000"))))
                .isEmpty();
    }

    @Test
    void ofMillionsOfViolationsTheFirstHundredAreListed() {
        ToolSchema schema = schema("{'properties': {'a': {'type': 'array', 'items': {'type': 'string'}}}}");
        ObjectNode arguments = Json.object();
        ArrayNode array = arguments.putArray("a");
        for (int i = 0; i < 2_000_000; i++) {
            array.add(1);
        }

        List<Violation> violations = assertTimeoutPreemptively(SOON, () -> schema.check(arguments));

        assertThat(violations)
                .hasSize(100)
                .allSatisfy(violation -> assertThat(violation.keyword()).isEqualTo("type"));
        assertThat(violations.get(99).pointer()).isEqualTo("/a/99");
    }

    @Test
    void violationsInsideAlternativesAreNotCollectedForEver() {
        ToolSchema schema = schema("{'properties': {'a': {'anyOf': [{'items': {'type': 'string'}},"
                + " {'items': {'type': 'integer'}}]}}}");
        ObjectNode arguments = Json.object();
        ArrayNode array = arguments.putArray("a");
        for (int i = 0; i < 1_000_000; i++) {
            array.add(1);
        }
        assertThat(assertTimeoutPreemptively(SOON, () -> schema.check(arguments)))
                .isEmpty();
        arguments.withArray("a").insert(0, "x");
        assertThat(schema.check(arguments)).isNotEmpty().hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void theMessageOfAViolationIsBounded() {
        StringBuilder values = new StringBuilder("'v'");
        for (int i = 0; i < 20_000; i++) {
            values.append(", 'value").append(i).append("'");
        }
        ToolSchema schema = schema("{'properties': {'a': {'enum': [" + values + "]}}}");

        assertThat(schema.check(Tools.json("{'a': 'x'}")))
                .singleElement()
                .satisfies(violation -> assertThat(violation.message()).hasSizeLessThan(1_200));
    }

    @Test
    void thePointerOfAViolationIsBounded() {
        ToolSchema schema = schema("{'additionalProperties': {'items': {'type': 'string'}}}");
        ObjectNode arguments = Json.object();
        arguments.putArray("name".repeat(100_000)).add(1).add(new BigDecimal("1"));
        assertThat(schema.check(arguments)).hasSize(2).allSatisfy(violation -> {
            assertThat(violation.pointer()).hasSizeLessThan(2_100);
            assertThat(violation.message()).hasSizeLessThan(3_100);
        });
        arguments.putArray("name".repeat(100_000)).add(new BigDecimal("1e5000"));
        assertThat(schema.check(arguments))
                .singleElement()
                .satisfies(violation -> assertThat(violation.message()).hasSizeLessThan(3_100));
    }

    @Test
    void stringsOfOneHashAreComparedInReasonableTime() {
        assertUnique(i -> "\"" + sameHash(i) + "\"", 65_536);
    }

    @Test
    void integersOfOneHashAreComparedInReasonableTime() {
        assertUnique(i -> String.valueOf(i * 4294967297L), 65_536);
    }

    @Test
    void objectsOfOneHashAreComparedInReasonableTime() {
        assertUnique(i -> "{\"k\": \"" + sameHash(i) + "\"}", 32_768);
    }

    @Test
    void valuesThatAreEqualAreFoundHoweverTheyAreWritten() {
        ToolSchema schema = schema("{'properties': {'a': {'uniqueItems': true}}}");
        assertThat(schema.check(Tools.json("{'a': [1, 1.0]}"))).hasSize(1);
        assertThat(schema.check(Tools.json("{'a': [-0.0, 0e5000]}"))).hasSize(1);
        assertThat(schema.check(Tools.json("{'a': [{'x': 1, 'y': [2]}, {'y': [2.00], 'x': 1e0}]}")))
                .hasSize(1);
        assertThat(schema.check(Tools.json("{'a': [1, '1', true, null, 'true', [1], ['1'], {'1': 1}, '', []]}")))
                .isEmpty();
        assertThat(schema.check(Tools.json("{'a': 'aa'}"))).isEmpty();
    }

    @Test
    void valuesOfEnumAndConstAreComparedAsNumbersAtAnyDepth() {
        ToolSchema schema = schema("{'properties': {'e': {'enum': [{'a': 1.0}, [2.50], 3]}, 'c': {'const': [1.0]}}}");
        assertThat(schema.check(Tools.json("{'e': {'a': 1}, 'c': [1]}"))).isEmpty();
        assertThat(schema.check(Tools.json("{'e': [2.5], 'c': [1.00]}"))).isEmpty();
        assertThat(schema.check(Tools.json("{'e': 3.0}"))).isEmpty();
        assertThat(schema.check(Tools.json("{'e': '3', 'c': 1}"))).hasSize(2);
    }

    @Test
    void multiplesAreExactHoweverLargeTheNumber() {
        ToolSchema schema = schema("{'properties': {'a': {'multipleOf': 3}, 'b': {'multipleOf': 0.01}}}");
        assertThat(schema.check(Tools.json("{'a': 300000000000000000000003, 'b': 4.35}")))
                .isEmpty();
        assertThat(schema.check(Tools.json("{'a': 300000000000000000000004, 'b': 4.355}")))
                .hasSize(2);
    }

    @Test
    void looksThatDoubleAtEachLevelAreEnded() {
        ToolSchema schema = schema("{'$defs': {'t': {'contains': {'anyOf': [{'$ref': '#/$defs/t'},"
                + " {'$ref': '#/$defs/t'}]}, 'unevaluatedItems': {'$ref': '#/$defs/t'}}},"
                + " 'properties': {'a': {'$ref': '#/$defs/t'}}}");
        ObjectNode arguments = Tools.json("{'a': " + "[".repeat(60) + "1" + "]".repeat(60) + "}");

        assertThat(assertTimeoutPreemptively(SOON, () -> schema.check(arguments)))
                .extracting(Violation::message)
                .containsExactly("The arguments are too deep or too long to be checked against the schema: send flatter"
                        + " or shorter ones");
    }

    @Test
    void anExpressionOfTheCallerIsNotCompiled() {
        ToolSchema schema = schema("{'$schema': 'http://json-schema.org/draft-07/schema#',"
                + " 'properties': {'re': {'format': 'regex'}}}");
        ObjectNode arguments = Json.object().put("re", "a".repeat(2_000_000));
        assertThat(assertTimeoutPreemptively(SOON, () -> schema.check(arguments)))
                .isEmpty();
        assertThat(schema.check(Tools.json("{'re': '(['}"))).isEmpty();
    }

    @Test
    void manyValuesOfAnHonestCallerAreChecked() {
        ToolSchema schema = schema("{'properties': {'a': {'type': 'array', 'items': {'type': 'object', 'required':"
                + " ['x'], 'properties': {'x': {'type': 'number', 'minimum': 0}, 'y': {'enum': ['a', 'b']}}}}}}");
        ObjectNode arguments = Json.object();
        ArrayNode array = arguments.putArray("a");
        for (int i = 0; i < 200_000; i++) {
            array.addObject().put("x", i).put("y", "a");
        }
        assertThat(assertTimeoutPreemptively(SOON, () -> schema.check(arguments)))
                .isEmpty();
    }

    private static void assertUnique(IntFunction<String> value, int count) {
        ToolSchema schema = schema("{'properties': {'a': {'type': 'array', 'uniqueItems': true}}}");
        StringBuilder text = new StringBuilder("{\"a\": [").append(value.apply(0));
        for (int i = 1; i < count; i++) {
            text.append(",").append(value.apply(i));
        }
        ObjectNode arguments = Tools.json(text.append("]}").toString());
        assertThat(assertTimeoutPreemptively(SOON, () -> schema.check(arguments)))
                .isEmpty();
        arguments.withArray("a").add(arguments.path("a").get(count / 2));
        assertThat(schema.check(arguments)).extracting(Violation::keyword).containsExactly("uniqueItems");
    }

    /** One of 65,536 strings with the same hash: each bit is written Aa or BB. */
    private static String sameHash(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static ToolSchema schema(String definition) {
        return ToolSchema.of(Tools.json(definition));
    }
}
