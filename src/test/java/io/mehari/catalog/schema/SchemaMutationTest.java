package io.mehari.catalog.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Violation;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import io.mehari.support.Trials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random changes of schemas and of arguments: no check hangs or throws, and a schema with a keyword of a wrong form still
 * takes every call that it took before.
 */
class SchemaMutationTest {
    private static final Duration EACH = Duration.ofSeconds(30);
    private static final long SPARE_BYTES = 50_000_000;

    /** A schema, and arguments that it accepts. */
    private record Seed(ObjectNode schema, ObjectNode arguments) {}

    private static final List<Seed> SEEDS = List.of(
            seed(
                    "{'type': 'object', 'required': ['path', 'edits'], 'additionalProperties': false, 'properties': {'path':"
                            + " {'type': 'string', 'minLength': 1, 'pattern': '^[\\\\w/.-]+$'}, 'edits': {'type': 'array',"
                            + " 'maxItems': 9, 'uniqueItems': true, 'items': {'type': 'object', 'required': ['old'],"
                            + " 'properties': {'old': {'type': 'string'}, 'n': {'type': 'integer', 'minimum': 0, 'multipleOf':"
                            + " 2}}}}, 'mode': {'enum': ['a', 'b', 1, [1.0], null]}}}",
                    "{'path': 'a/b', 'edits': [{'old': 'x', 'n': 4}, {'old': 'y'}], 'mode': [1]}"),
            seed(
                    "{'$schema': 'http://json-schema.org/draft-07/schema#', 'type': 'object', 'definitions': {'node': {'type':"
                            + " 'object', 'properties': {'v': {'type': ['number', 'string']}, 'next': {'$ref':"
                            + " '#/definitions/node'}}}}, 'properties': {'path': {'$ref': '#/definitions/node'}, 'pair':"
                            + " {'items': [{'type': 'string'}, {'type': 'number'}], 'additionalItems': false}, 'at':"
                            + " {'format': 'date-time'}}, 'dependencies': {'pair': ['path']}}",
                    "{'path': {'v': 1, 'next': {'v': 'x', 'next': {}}}, 'pair': ['a', 2], 'at': '2024-01-01T00:00:00Z'}"),
            seed(
                    "{'type': 'object', '$defs': {'node': {'$dynamicAnchor': 'node', 'anyOf': [{'type': 'string'}, {'type':"
                            + " 'array', 'items': {'$dynamicRef': '#node'}}]}, 'kind': {'const': 'k'}}, 'properties': {'path':"
                            + " {'$ref': '#/$defs/node'}, 'one': {'oneOf': [{'type': 'integer', 'maximum': 9}, {'type':"
                            + " 'string', 'maxLength': 3}]}, 'none': {'not': {'enum': [1, 2]}}, 'if': {'if': {'type':"
                            + " 'string'}, 'then': {'minLength': 2}, 'else': {'minimum': 1}}}, 'patternProperties': {'^x-':"
                            + " {'type': 'boolean'}}, 'unevaluatedProperties': false, 'propertyNames': {'pattern': '^[a-z-]+$'}}",
                    "{'path': ['a', ['b']], 'one': 3, 'none': 3, 'if': 'xy', 'x-y': true}"),
            seed(
                    "{'allOf': [{'properties': {'a': {'contains': {'type': 'integer'}, 'minContains': 1, 'maxContains': 2,"
                            + " 'unevaluatedItems': {'type': 'string'}}}}, {'required': ['a']}], 'properties': {'b': {'prefixItems':"
                            + " [{'type': 'string'}], 'items': {'type': 'null'}}}, 'unevaluatedProperties': false,"
                            + " 'dependentRequired': {'b': ['a']}, 'dependentSchemas': {'b': {'maxProperties': 3}},"
                            + " 'minProperties': 1}",
                    "{'a': [1, 'x', 2], 'b': ['y', null]}"),
            seed(
                    "{'$id': 'https://example.com/root', '$defs': {'inner': {'$id': 'inner', '$anchor': 'in', 'type': 'string'},"
                            + " 'a b': {'exclusiveMinimum': 0, 'exclusiveMaximum': 10}}, 'properties': {'i': {'$ref': 'inner'},"
                            + " 'n': {'$ref': '#/$defs/a%20b'}, 'z': {'$ref': 'inner#in'}}, 'additionalProperties': {'type':"
                            + " 'integer'}}",
                    "{'i': 'x', 'n': 5, 'z': 'y', 'other': 5}"));

    private static Seed seed(String schema, String arguments) {
        return new Seed(Tools.json(schema), Tools.json(arguments));
    }

    @Test
    void theSeedsAreWhatTheyShouldBe() {
        for (Seed seed : SEEDS) {
            ToolSchema schema = ToolSchema.of(seed.schema());
            assertThat(schema.dropped()).isEmpty();
            assertThat(schema.problem()).isEmpty();
            assertThat(schema.check(seed.arguments())).isEmpty();
            assertThat(schema.check(Tools.json(
                            "{'path': 5, 'edits': 5, 'pair': [5, 5, 5], 'one': 50, 'i': 5, 'b': 5, 'A': 5}")))
                    .isNotEmpty();
        }
    }

    @Test
    void changedSchemasAreCompiledAndAppliedWithinTheirBounds() {
        Random random = Trials.random(8_001);
        Mutation mutation = new Mutation(random);
        for (int trial = 0; trial < Trials.count(1_000, 20_000); trial++) {
            Seed seed = SEEDS.get(trial % SEEDS.size());
            ObjectNode definition = mutation.of(seed.schema());
            ObjectNode arguments = mutation.of(seed.arguments());
            assertTimeoutPreemptively(
                    EACH,
                    () -> {
                        ToolSchema schema = ToolSchema.of(definition);
                        assertBounded(schema.check(seed.arguments()));
                        assertBounded(schema.check(arguments));
                        assertThat(schema.dropped())
                                .allSatisfy(remark -> assertThat(remark).matches("(?s)/.*: .*|and \\d+ more"));
                    },
                    () -> definition + "\n" + arguments);
        }
    }

    @Test
    void changedArgumentsAreCheckedWithinTheirBounds() {
        Mutation mutation = new Mutation(Trials.random(8_002));
        List<ToolSchema> schemas =
                SEEDS.stream().map(seed -> ToolSchema.of(seed.schema())).toList();
        for (int trial = 0; trial < Trials.count(1_000, 20_000); trial++) {
            int number = trial % SEEDS.size();
            ObjectNode arguments = mutation.of(SEEDS.get(number).arguments());
            assertTimeoutPreemptively(
                    EACH, () -> assertBounded(schemas.get(number).check(arguments)), arguments::toString);
        }
    }

    @Test
    void aKeywordOfAWrongFormRefusesNothingThatWasAccepted() {
        Random random = Trials.random(8_003);
        Mutation mutation = new Mutation(random);
        int changed = 0;
        for (int trial = 0; trial < Trials.count(1_000, 20_000); trial++) {
            Seed seed = SEEDS.get(trial % SEEDS.size());
            ObjectNode definition = seed.schema().deepCopy();
            List<ObjectNode> schemas = new ArrayList<>();
            schemas(definition, schemas);
            ObjectNode place = schemas.get(random.nextInt(schemas.size()));
            List<String> keywords = new ArrayList<>();
            place.fieldNames().forEachRemaining(keywords::add);
            if (keywords.isEmpty()) {
                continue;
            }
            String keyword = keywords.get(random.nextInt(keywords.size()));
            JsonNode value = mutation.value(9);
            if (Form.of(keyword) == null || Form.of(keyword).isValid(value)) {
                continue;
            }
            place.set(keyword, value);
            changed++;
            assertThat(ToolSchema.of(definition).check(seed.arguments()))
                    .as(definition.toString())
                    .isEmpty();
        }
        assertThat(changed).isGreaterThan(200);
    }

    @Test
    void nothingOfManySchemasStaysInMemory() {
        Mutation mutation = new Mutation(Trials.random(8_004));
        run(mutation, 300);
        long before = used();
        run(mutation, 1_000);
        assertThat(used() - before).isLessThan(SPARE_BYTES);
    }

    private static void run(Mutation mutation, int times) {
        for (int i = 0; i < times; i++) {
            Seed seed = SEEDS.get(i % SEEDS.size());
            ToolSchema.of(mutation.of(seed.schema())).check(mutation.of(seed.arguments()));
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void assertBounded(List<Violation> violations) {
        assertThat(violations).hasSizeLessThanOrEqualTo(100).allSatisfy(violation -> {
            assertThat(violation.message()).hasSizeLessThan(3_100);
            assertThat(violation.keyword()).isNotBlank();
            assertThat(violation.pointer()).matches("(?s)|/.*").hasSizeLessThan(2_100);
        });
    }

    /** Objects that stand where a schema does. */
    private static void schemas(JsonNode node, List<ObjectNode> found) {
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        found.add(schema);
        schema.properties().forEach(keyword -> {
            Form form = Form.of(keyword.getKey());
            if (form == Form.SCHEMA || form == Form.ITEMS || form == Form.SCHEMAS) {
                (keyword.getValue().isArray()
                                ? keyword.getValue()
                                : Json.MAPPER.createArrayNode().add(keyword.getValue()))
                        .forEach(child -> schemas(child, found));
            } else if (form == Form.SCHEMA_MAP || form == Form.PATTERN_MAP) {
                keyword.getValue().forEach(child -> schemas(child, found));
            }
        });
    }
}
