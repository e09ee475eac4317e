package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mehari.catalog.schema.DocumentSchema;
import java.util.HashMap;
import java.util.Map;

/** Puts schemas of tools whole into a document, recursion included: each definition becomes a component. Stateless. */
final class WholeSchemas implements ToolSchemas {
    @Override
    public void place(DocumentSchema schema, String name, Components components) {
        Map<String, String> names = new HashMap<>();
        schema.definitions()
                .keySet()
                .forEach(key -> names.put(
                        key, components.name(name + "_" + schema.labels().get(key))));
        schema.definitions()
                .forEach((key, definition) -> components.set(names.get(key), copy(definition, name, names)));
        components.set(name, copy(schema.root(), name, names));
    }

    private static JsonNode copy(JsonNode schema, String root, Map<String, String> names) {
        if (!(schema instanceof ObjectNode object)) {
            return SchemaParts.asObject("", schema);
        }
        ObjectNode copy = SchemaParts.copy(object, (keyword, part) -> part.isObject() ? copy(part, root, names) : part);
        if (object.get("$ref") instanceof TextNode reference) {
            String to = reference.textValue();
            String component = to.equals("#") ? root : names.get(to.substring(DocumentSchema.DEFINITION.length()));
            copy.put("$ref", Components.REFERENCE + component);
        }
        return copy;
    }
}
