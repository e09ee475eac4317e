package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Required properties whose schema has a default: servers take a call without them, so their absence is no violation.
 * For one schema and one thread.
 */
final class SchemaDefaults {
    private final JsonNode definition;
    private final Map<ObjectNode, Set<String>> optional = new IdentityHashMap<>();

    SchemaDefaults(JsonNode definition) {
        this.definition = definition;
    }

    /**
     * Looks at one schema.
     *
     * @param schema part of a copy of the definition, whose parts are not cleaned yet
     */
    void note(ObjectNode schema) {
        JsonNode required = schema.path("required");
        JsonNode properties = schema.path("properties");
        Set<String> names = new HashSet<>();
        for (JsonNode name : required) {
            if (hasDefault(properties.path(name.asText()))) {
                names.add(name.asText());
            }
        }
        if (!names.isEmpty()) {
            optional.put(schema, names);
        }
    }

    private boolean hasDefault(JsonNode property) {
        String reference = property.path("$ref").asText("");
        return property.has("default")
                || (reference.startsWith("#/")
                        && definition.at(reference.substring(1)).has("default"));
    }

    /**
     * Removes the names from what is required.
     *
     * @param except schemas in which that might refuse what was accepted
     */
    void relax(Set<JsonNode> except) {
        optional.forEach((schema, names) -> {
            if (!except.contains(schema) && schema.get("required") instanceof ArrayNode required) {
                required.removeIf(name -> names.contains(name.asText()));
            }
        });
    }
}
