package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many schemas one value is checked against once every reference in place is followed. References that are
 * doubled at each of 30 levels make a billion of a text of two kilobytes. For one schema and one thread.
 */
final class SchemaExpansion {
    /** Most schemas that one value may be checked against. */
    static final int MOST = 10_000;

    private static final List<String> IN_PLACE = List.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else");

    private final JsonNode root;
    private final Map<String, JsonNode> anchors = new HashMap<>();
    private final Map<JsonNode, Long> sizes = new IdentityHashMap<>();
    private boolean tooLarge;

    private SchemaExpansion(JsonNode root) {
        this.root = root;
    }

    /**
     * Measures a schema, in time bounded by its size.
     *
     * @param schema a JSON Schema
     * @return never null
     */
    static SchemaExpansion of(JsonNode schema) {
        SchemaExpansion expansion = new SchemaExpansion(schema);
        expansion.collect(schema);
        expansion.measure(schema);
        return expansion;
    }

    /**
     * Whether some value would be checked against more than {@link #MOST} schemas.
     *
     * @return true if so
     */
    boolean isTooLarge() {
        return tooLarge;
    }

    private void collect(JsonNode node) {
        for (String key : List.of("$anchor", "$dynamicAnchor")) {
            if (node.path(key).isTextual()) {
                anchors.put("#" + node.get(key).textValue(), node);
            }
        }
        node.forEach(this::collect);
    }

    private void measure(JsonNode node) {
        tooLarge |= node.isObject() && size(node) > MOST;
        node.forEach(this::measure);
    }

    private long size(JsonNode schema) {
        Long known = sizes.get(schema);
        if (known != null) {
            return known;
        }
        sizes.put(schema, 1L); // for references that lead back here
        long size = 1;
        for (String key : IN_PLACE) {
            JsonNode below = schema.path(key);
            size += below.isArray() ? sum(below) : sizeOf(below);
        }
        size += sum(schema.path("dependentSchemas"));
        for (String key : List.of("$ref", "$dynamicRef")) {
            size += sizeOf(target(schema.path(key).asText("")));
        }
        long bounded = Math.min(size, MOST + 1L);
        sizes.put(schema, bounded);
        return bounded;
    }

    private long sum(JsonNode schemas) {
        long sum = 0;
        for (JsonNode schema : schemas) {
            sum += sizeOf(schema);
        }
        return sum;
    }

    private long sizeOf(JsonNode schema) {
        return schema.isObject() ? size(schema) : 0;
    }

    /** The target of a reference inside the schema; a missing node for any other. */
    private JsonNode target(String reference) {
        if (reference.equals("#")) {
            return root;
        }
        return reference.startsWith("#/")
                ? root.at(reference.substring(1))
                : anchors.getOrDefault(reference, root.path(""));
    }
}
