package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.protocol.Json;
import java.util.Optional;

/** Arguments with which a tool may be tried: what is required, with values that its schema names or allows. Stateless. */
final class ArgumentExample {
    /** Most values of one example. */
    private static final int MOST = 50;

    private final JsonNode schema;
    private int count;

    private ArgumentExample(JsonNode schema) {
        this.schema = schema;
    }

    /**
     * Makes an example.
     *
     * @param tool the tool
     * @return valid arguments; empty if none are found
     */
    static Optional<ObjectNode> of(Tool tool) {
        JsonNode schema = tool.definition().path("inputSchema");
        JsonNode given = schema.path("examples").path(0);
        JsonNode example = given.isObject() ? given : new ArgumentExample(schema).object(schema);
        return example instanceof ObjectNode object
                        && tool.schema().check(object).isEmpty()
                ? Optional.of(object)
                : Optional.empty();
    }

    private JsonNode object(JsonNode schema) {
        ObjectNode example = Json.object();
        for (JsonNode name : schema.path("required")) {
            JsonNode value = value(schema.path("properties").path(name.asText()));
            if (value == null) {
                return null;
            }
            example.set(name.asText(), value);
        }
        return example;
    }

    /** A value; null if none is found. */
    private JsonNode value(JsonNode property) {
        if (++count > MOST) {
            return null;
        }
        String reference = property.path("$ref").asText("");
        if (reference.startsWith("#/")) {
            return value(schema.at(reference.substring(1)));
        }
        for (String keyword : new String[] {"default", "const"}) {
            if (property.has(keyword)) {
                return property.get(keyword);
            }
        }
        for (String keyword : new String[] {"examples", "enum"}) {
            if (property.path(keyword).has(0)) {
                return property.get(keyword).get(0);
            }
        }
        for (String keyword : new String[] {"anyOf", "oneOf", "allOf"}) {
            if (property.path(keyword).has(0)) {
                return value(property.get(keyword).get(0));
            }
        }
        JsonNode type = property.path("type");
        return ofType(type.isArray() ? type.path(0).asText("") : type.asText(""), property);
    }

    private JsonNode ofType(String type, JsonNode property) {
        return switch (type) {
            case "object" -> object(property);
            case "array" -> array(property);
            case "boolean" -> Json.MAPPER.getNodeFactory().booleanNode(false);
            case "integer", "number" -> number(property);
            case "null" -> Json.MAPPER.getNodeFactory().nullNode();
            default -> Json.MAPPER.getNodeFactory().textNode(text(property));
        };
    }

    private ArrayNode array(JsonNode property) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        if (property.path("minItems").asInt(0) > 0) {
            JsonNode item = value(property.path("items"));
            if (item != null) {
                array.add(item);
            }
        }
        return array;
    }

    private static JsonNode number(JsonNode property) {
        for (String limit : new String[] {"minimum", "maximum"}) {
            if (property.path(limit).isNumber()) {
                return property.get(limit);
            }
        }
        return Json.MAPPER
                .getNodeFactory()
                .numberNode(property.path("exclusiveMinimum").asInt(0) + 1);
    }

    private static String text(JsonNode property) {
        return switch (property.path("format").asText("")) {
            case "date-time" -> "2026-01-31T12:00:00Z";
            case "date" -> "2026-01-31";
            case "time" -> "12:00:00Z";
            case "email" -> "someone@example.com";
            case "uri", "url" -> "https://example.com/";
            case "uuid" -> "123e4567-e89b-12d3-a456-426614174000";
            default -> "text";
        };
    }
}
