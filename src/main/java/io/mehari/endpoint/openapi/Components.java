package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.TreeMap;

/** The named schemas of one document, and names for more of them. For one thread. */
final class Components {
    /** Begins every reference to a schema. */
    static final String REFERENCE = "#/components/schemas/";

    private final TreeMap<String, JsonNode> schemas = new TreeMap<>();
    private final OperationNames names = new OperationNames();

    /**
     * Takes a name that no other schema has.
     *
     * @param wanted any text; what OpenAPI does not allow in it becomes an underscore
     * @return the name to be used
     */
    String name(String wanted) {
        return names.unique(wanted.replaceAll("[^A-Za-z0-9._-]", "_"));
    }

    /**
     * Sets a schema.
     *
     * @param name one that {@link #name} has returned
     * @param schema the schema; a boolean becomes an object
     */
    void set(String name, JsonNode schema) {
        schemas.put(name, SchemaParts.asObject("", schema));
    }

    /**
     * A reference to a schema.
     *
     * @param name one that {@link #name} has returned
     * @return a new object
     */
    static ObjectNode reference(String name) {
        return Json.object().put("$ref", REFERENCE + name);
    }

    /**
     * Writes all schemas, in the order of their names.
     *
     * @param document nothing is written into it if there are no schemas
     */
    void writeTo(ObjectNode document) {
        if (!schemas.isEmpty()) {
            ObjectNode target = document.withObjectProperty("components").putObject("schemas");
            schemas.forEach(target::set);
        }
    }
}
