package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Keywords that compare values: exactly, at any depth, in time that grows with the size of the values. The validator's
 * own ones compare items of arrays pair by pair where their hashes are equal, and some numbers as floating point.
 *
 * @param name name of the keyword
 * @param test from the keyword's value to what is tested
 */
record ExactKeyword(String name, Function<JsonNode, Test> test) implements Keyword {
    /** Most items of an array of which it is checked that they are unique. */
    static final int MOST_UNIQUE = 100_000;

    private static final int MOST_TEXT = 500;

    /** All of them. */
    static final List<Keyword> ALL = List.of(
            new ExactKeyword("enum", ExactKeyword::oneOf),
            new ExactKeyword("const", value -> oneOf(List.of(value))),
            new ExactKeyword("multipleOf", ExactKeyword::multiple),
            new ExactKeyword("uniqueItems", value -> value.asBoolean() ? ExactKeyword::isUnique : null));

    /** Whether a value is what the keyword asks for. */
    interface Test {
        boolean passes(JsonNode value, CheckRun run);
    }

    @Override
    public String getValue() {
        return name;
    }

    @Override
    public KeywordValidator newValidator(
            SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
        return new Validator(this, test.apply(value), location, value, parent, context);
    }

    private static Test oneOf(Iterable<JsonNode> values) {
        CheckRun unlimited = new CheckRun(Integer.MAX_VALUE);
        Set<Object> keys = new HashSet<>();
        boolean containers = false;
        for (JsonNode value : values) {
            keys.add(ValueKey.of(value, unlimited));
            containers |= value.isContainerNode();
        }
        boolean any = containers;
        return (value, run) -> (any || value.isValueNode()) && keys.contains(ValueKey.of(value, run));
    }

    private static Test multiple(JsonNode value) {
        BigDecimal divisor = value.decimalValue();
        return (number, run) ->
                !number.isNumber() || number.decimalValue().remainder(divisor).signum() == 0;
    }

    private static boolean isUnique(JsonNode array, CheckRun run) {
        if (!array.isArray() || array.size() > MOST_UNIQUE) {
            return true;
        }
        Set<Object> keys = new HashSet<>();
        for (JsonNode item : array) {
            if (!keys.add(ValueKey.of(item, run))) {
                return false;
            }
        }
        return true;
    }

    private static String cut(String text) {
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "...";
    }

    private static final class Validator extends BaseKeywordValidator {
        private final Test test;
        private final String expected;

        Validator(
                Keyword keyword,
                Test test,
                SchemaLocation location,
                JsonNode value,
                Schema parent,
                SchemaContext context) {
            super(keyword, value, location, parent, context);
            this.test = test;
            this.expected = cut(value.isArray() ? value.toString() : value.asText(value.toString()));
        }

        @Override
        public void validate(ExecutionContext context, JsonNode node, JsonNode root, NodePath location) {
            if (test != null && !test.passes(node, (CheckRun) context)) {
                context.addError(error().instanceNode(node)
                        .instanceLocation(location)
                        .evaluationPath(context.getEvaluationPath())
                        .locale(context.getExecutionConfig().getLocale())
                        .arguments(expected, cut(node.asText()))
                        .build());
            }
        }
    }
}
