package io.mehari.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One argument that goes into a header.
 *
 * @param header the name behind the prefix
 * @param path names of properties from the arguments on
 */
record HeaderParameter(String header, List<String> path) {
    private static final String ANNOTATION = "x-mcp-header";
    private static final int DEEPEST = 50;
    private static final List<String> TYPES = List.of("string", "integer", "boolean");

    /** Where a schema holds others that lead nowhere a header could be taken from. */
    private static final List<String> ELSEWHERE = List.of(
            "items",
            "prefixItems",
            "additionalProperties",
            "unevaluatedProperties",
            "unevaluatedItems",
            "contains",
            "propertyNames",
            "not",
            "if",
            "then",
            "else",
            "oneOf",
            "anyOf",
            "allOf");

    private static final List<String> NAMED_ELSEWHERE =
            List.of("$defs", "definitions", "patternProperties", "dependentSchemas");

    /** Those of a tool; empty if one of its annotations is not valid. */
    static Optional<List<HeaderParameter>> of(JsonNode schema) {
        Map<String, HeaderParameter> found = new LinkedHashMap<>();
        return collect(schema, List.of(), found) ? Optional.of(List.copyOf(found.values())) : Optional.empty();
    }

    private static boolean collect(JsonNode schema, List<String> path, Map<String, HeaderParameter> found) {
        if (!(schema instanceof ObjectNode) || path.size() > DEEPEST) {
            return true;
        }
        if (schema.has(ANNOTATION) && !annotation(schema, path, found)) {
            return false;
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            List<String> below = new ArrayList<>(path);
            below.add(property.getKey());
            if (!collect(property.getValue(), below, found)) {
                return false;
            }
        }
        return ELSEWHERE.stream().noneMatch(key -> isAnnotated(schema.path(key), DEEPEST))
                && NAMED_ELSEWHERE.stream()
                        .noneMatch(key -> schema.path(key).valueStream().anyMatch(each -> isAnnotated(each, DEEPEST)));
    }

    private static boolean annotation(JsonNode schema, List<String> path, Map<String, HeaderParameter> found) {
        String name =
                schema.path(ANNOTATION).isTextual() ? schema.path(ANNOTATION).textValue() : "";
        boolean valid = !path.isEmpty()
                && name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
                && TYPES.contains(schema.path("type").asText());
        return valid && found.putIfAbsent(name.toLowerCase(Locale.ROOT), new HeaderParameter(name, path)) == null;
    }

    /** Whether there is an annotation anywhere in a schema, or in one of a list. */
    private static boolean isAnnotated(JsonNode schema, int depth) {
        if (depth == 0 || !schema.isContainerNode()) {
            return false;
        }
        if (schema.isArray()) {
            return schema.valueStream().anyMatch(each -> isAnnotated(each, depth - 1));
        }
        return schema.has(ANNOTATION)
                || schema.path("properties").valueStream().anyMatch(each -> isAnnotated(each, depth - 1))
                || ELSEWHERE.stream().anyMatch(key -> isAnnotated(schema.path(key), depth - 1))
                || NAMED_ELSEWHERE.stream()
                        .anyMatch(key -> schema.path(key).valueStream().anyMatch(each -> isAnnotated(each, depth - 1)));
    }
}
