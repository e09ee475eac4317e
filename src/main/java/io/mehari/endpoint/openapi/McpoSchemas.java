package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The schemas that mcpo 0.0.20 makes of those of a tool: types and descriptions, without any limits. What makes mcpo lose the
 * whole server (recursion, references that lead nowhere) may be anything here. For one schema and one thread.
 */
final class McpoSchemas {
    /** Most properties of one tool, nested ones included. */
    private static final int MOST = 20_000;

    /** Deepest nesting. */
    private static final int DEEPEST = 60;

    private final JsonNode schema;
    private final Components components;
    private final Map<String, JsonNode> made = new HashMap<>();
    private final Deque<JsonNode> open = new ArrayDeque<>();
    private int count;

    private McpoSchemas(JsonNode schema, Components components) {
        this.schema = schema;
        this.components = components;
    }

    /**
     * Sets the model of a schema.
     *
     * @param schema input or output schema of a tool
     * @param name name of the model
     * @param components where to set it and those of objects in it
     * @return a reference to it; null if the schema has no properties, and mcpo no model
     * @throws SchemaTooLargeException if it has too many properties
     */
    static ObjectNode place(JsonNode schema, String name, Components components) {
        JsonNode properties = schema.path("properties");
        if (!properties.isObject() || properties.isEmpty()) {
            return null;
        }
        return (ObjectNode) new McpoSchemas(schema, components).model(schema, name);
    }

    /** A reference to the model of an object with properties. */
    private JsonNode model(JsonNode object, String name) {
        JsonNode known = made.get(name);
        if (known != null) {
            return known;
        }
        if (++count > MOST) {
            throw new SchemaTooLargeException();
        }
        open.push(object);
        Set<String> required = StreamSupport.stream(object.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        ObjectNode properties = Json.object();
        ArrayNode needed = Json.MAPPER.createArrayNode();
        object.path("properties").properties().forEach(property -> {
            boolean isRequired = required.contains(property.getKey());
            properties.set(property.getKey(), field(property.getValue(), name, property.getKey(), isRequired));
            if (isRequired) {
                needed.add(property.getKey());
            }
        });
        open.pop();
        ObjectNode model = Json.object();
        model.set("properties", properties);
        model.put("type", "object");
        if (!needed.isEmpty()) {
            model.set("required", needed);
        }
        String given = components.name(name);
        components.set(given, model.put("title", name));
        ObjectNode reference = Components.reference(given);
        made.put(name, reference);
        return reference;
    }

    private JsonNode field(JsonNode property, String around, String name, boolean required) {
        JsonNode meant = resolved(property);
        ObjectNode field = type(property, around, name).deepCopy();
        if (!field.has("$ref")) {
            field.put("title", OperationNames.title(name).strip());
        }
        field.put("description", meant.path("description").asText(""));
        if (!required && meant.hasNonNull("default")) {
            field.set("default", meant.get("default"));
        }
        return field;
    }

    private JsonNode resolved(JsonNode property) {
        String reference = property.path("$ref").asText("");
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        JsonNode found = schema.path("$defs").path(name);
        return reference.isEmpty()
                ? property
                : found.isObject() ? found : schema.path("definitions").path(name);
    }

    /** The schema of a type, without title and description. */
    private ObjectNode type(JsonNode property, String around, String name) {
        JsonNode meant = resolved(property);
        if (++count > MOST || open.size() > DEEPEST) {
            throw new SchemaTooLargeException();
        }
        if (open.stream().anyMatch(object -> object == meant)) {
            return Json.object();
        }
        open.push(meant);
        ObjectNode type = openType(meant, around, name);
        open.pop();
        return type;
    }

    private ObjectNode openType(JsonNode meant, String around, String name) {
        if (meant.path("anyOf").isArray()) {
            Set<JsonNode> choices = new LinkedHashSet<>();
            for (JsonNode choice : meant.get("anyOf")) {
                choices.add(type(choice, around + "_" + name, "choice_" + choices.size()));
            }
            return union(choices);
        }
        if (meant.path("type").isArray()) {
            Set<JsonNode> choices = new LinkedHashSet<>();
            for (JsonNode type : meant.get("type")) {
                choices.add(simple(type.asText(), meant, around, name));
            }
            return union(choices);
        }
        return simple(meant.path("type").asText(""), meant, around, name);
    }

    private ObjectNode simple(String type, JsonNode meant, String around, String name) {
        ObjectNode simple = Json.object();
        switch (type) {
            case "string", "integer", "boolean", "number", "null" -> simple.put("type", type);
            case "object" -> {
                JsonNode properties = meant.path("properties");
                if (properties.isObject() && !properties.isEmpty()) {
                    return (ObjectNode) model(meant, around + "_" + name + "_model");
                }
                simple.put("additionalProperties", true).put("type", type);
            }
            case "array" -> {
                JsonNode items = meant.path("items");
                boolean any = !items.isObject() || items.isEmpty();
                simple.set("items", any ? Json.object() : type(items, around + "_" + name, "item"));
                simple.put("type", type);
            }
            default -> {
                // anything
            }
        }
        return simple;
    }

    private static ObjectNode union(Set<JsonNode> choices) {
        if (choices.size() == 1) {
            return (ObjectNode) choices.iterator().next();
        }
        ObjectNode union = Json.object();
        choices.forEach(union.putArray("anyOf")::add);
        return union;
    }
}
