package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.Map;
import java.util.Set;

/** Where schemas stand inside a schema of JSON Schema 2020-12. Stateless. */
final class SchemaParts {
    private static final Set<String> SINGLE = Set.of(
            "not",
            "if",
            "then",
            "else",
            "additionalProperties",
            "unevaluatedProperties",
            "propertyNames",
            "items",
            "contains",
            "unevaluatedItems");
    private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> MAPS = Set.of("properties", "patternProperties", "dependentSchemas");

    private SchemaParts() {}

    /** Makes a schema of another one. */
    @FunctionalInterface
    interface Change {
        /**
         * The schema to be used.
         *
         * @param keyword keyword under which it stands
         * @param schema an object or a boolean; not to be changed
         * @return takes its place
         */
        JsonNode apply(String keyword, JsonNode schema);
    }

    /**
     * A copy of one schema with other schemas in it.
     *
     * @param schema not changed; its other values are shared with the copy
     * @param change makes the schemas in it
     * @return a new object
     */
    static ObjectNode copy(ObjectNode schema, Change change) {
        ObjectNode copy = Json.object();
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            copy.set(member.getKey(), value(member.getKey(), member.getValue(), change));
        }
        return copy;
    }

    /**
     * A schema that is a boolean as an object, since clients ask a schema for its keywords.
     *
     * @param keyword keyword under which it stands
     * @param schema an object or a boolean
     * @return the same where a boolean is usual
     */
    static JsonNode asObject(String keyword, JsonNode schema) {
        if (!schema.isBoolean() || keyword.endsWith("Properties")) {
            return schema;
        }
        ObjectNode object = Json.object();
        if (!schema.booleanValue()) {
            object.putObject("not");
        }
        return object;
    }

    private static JsonNode value(String keyword, JsonNode value, Change change) {
        if (SINGLE.contains(keyword)) {
            return asObject(keyword, change.apply(keyword, value));
        }
        if (LISTS.contains(keyword) && value.isArray()) {
            ArrayNode list = Json.MAPPER.createArrayNode();
            value.forEach(schema -> list.add(asObject(keyword, change.apply(keyword, schema))));
            return list;
        }
        if (MAPS.contains(keyword) && value.isObject()) {
            ObjectNode map = Json.object();
            value.properties()
                    .forEach(member ->
                            map.set(member.getKey(), asObject("", change.apply(keyword, member.getValue()))));
            return map;
        }
        return value;
    }
}
