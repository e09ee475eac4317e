package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.Set;

/**
 * Says a document in the words of OpenAPI 3.0, for clients that do not know 3.1. What 3.0 has no words for is left out, so that
 * a schema accepts more than before, never less. Stateless.
 */
final class OpenApi30 {
    private static final String VERSION = "3.0.3";

    /** Keywords that 3.0 does not have. */
    private static final Set<String> NO_WORDS = Set.of(
            "if",
            "then",
            "else",
            "dependentRequired",
            "dependentSchemas",
            "patternProperties",
            "propertyNames",
            "contains",
            "minContains",
            "maxContains",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contentMediaType",
            "contentEncoding");

    private OpenApi30() {}

    /**
     * Converts a document if that is asked for.
     *
     * @param options what is asked for
     * @param document in the words of 3.1; may be changed
     * @return the same where nothing is asked for
     */
    static ObjectNode convertIf(DocumentOptions options, ObjectNode document) {
        if (!options.older()) {
            return document;
        }
        document.put("openapi", VERSION);
        schemas(document);
        if (document.at("/components/schemas") instanceof ObjectNode named) {
            members(named);
        }
        return document;
    }

    /** Schemas of media types, parameters and headers, wherever they are. */
    private static void schemas(JsonNode node) {
        if (node instanceof ObjectNode object && object.get("schema") instanceof ObjectNode schema) {
            object.set("schema", schema(schema));
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                if (!Set.of("schemas", "schema", "example", "examples").contains(member.getKey())) {
                    schemas(member.getValue());
                }
            });
        } else {
            node.forEach(OpenApi30::schemas);
        }
    }

    private static void members(ObjectNode named) {
        named.properties().forEach(member -> member.setValue(schema(member.getValue())));
    }

    /**
     * Converts one schema and those in it.
     *
     * @param node an object or a boolean
     * @return never a boolean
     */
    static JsonNode schema(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return SchemaParts.asObject("", node);
        }
        ObjectNode schema = SchemaParts.copy(
                object,
                (keyword, part) -> keyword.equals("additionalProperties") && part.isBoolean() ? part : schema(part));
        if (schema.has("patternProperties")
                && !schema.path("additionalProperties").asBoolean(true)) {
            schema.remove("additionalProperties"); // names of those patterns are no additional ones
        }
        if (schema.has("patternProperties")
                && schema.path("additionalProperties").isObject()) {
            schema.remove("additionalProperties");
        }
        if ("base64".equals(schema.path("contentEncoding").asText())) {
            schema.put("format", "byte");
        }
        schema.remove(NO_WORDS);
        values(schema);
        limit(schema, "minimum", "exclusiveMinimum", 1);
        limit(schema, "maximum", "exclusiveMaximum", -1);
        tuple(schema);
        nullChoices(schema, "anyOf");
        nullChoices(schema, "oneOf");
        types(schema);
        if ("array".equals(schema.path("type").asText()) && !schema.has("items")) {
            schema.putObject("items");
        }
        return reference(schema);
    }

    private static void values(ObjectNode schema) {
        JsonNode fixed = schema.remove("const");
        if (fixed != null) {
            schema.putArray("enum").add(fixed);
        }
        JsonNode examples = schema.remove("examples");
        if (examples != null && examples.has(0)) {
            schema.set("example", examples.get(0));
        }
    }

    /** A limit is exclusive by a flag beside it. */
    private static void limit(ObjectNode schema, String limit, String exclusive, int sign) {
        JsonNode without = schema.get(exclusive);
        if (without == null || !without.isNumber()) {
            return;
        }
        JsonNode with = schema.get(limit);
        boolean stricter = with == null || without.decimalValue().compareTo(with.decimalValue()) * sign >= 0;
        if (stricter) {
            schema.set(limit, without);
            schema.put(exclusive, true);
        } else {
            schema.remove(exclusive);
        }
    }

    private static void tuple(ObjectNode schema) {
        if (!(schema.remove("prefixItems") instanceof ArrayNode first)) {
            return;
        }
        JsonNode others = schema.remove("items");
        boolean none = others != null
                && others.path("not").isObject()
                && others.path("not").isEmpty();
        ObjectNode items = schema.putObject("items");
        if (others == null) {
            return;
        }
        if (none && !schema.has("maxItems")) {
            schema.put("maxItems", first.size());
        }
        ArrayNode choices = items.putArray("anyOf").addAll(first);
        if (!none) {
            choices.add(others);
        }
    }

    /** Null is no type of its own, but a flag beside a type. */
    private static void nullChoices(ObjectNode schema, String keyword) {
        if (!(schema.get(keyword) instanceof ArrayNode choices)) {
            return;
        }
        for (int i = choices.size() - 1; i >= 0; i--) {
            if (isNull(choices.get(i)) && choices.size() > 1) {
                choices.remove(i);
                choices.forEach(choice -> nullable((ObjectNode) choice));
            }
        }
    }

    private static boolean isNull(JsonNode schema) {
        return schema.path("nullable").asBoolean(false)
                && schema.path("enum").size() == 1
                && schema.at("/enum/0").isNull();
    }

    private static void nullable(ObjectNode schema) {
        schema.put("nullable", true);
        if (schema.get("enum") instanceof ArrayNode values && !contains(values)) {
            values.addNull();
        }
        reference(schema);
    }

    private static boolean contains(ArrayNode values) {
        for (JsonNode value : values) {
            if (value.isNull()) {
                return true;
            }
        }
        return false;
    }

    private static void types(ObjectNode schema) {
        JsonNode type = schema.get("type");
        if (type instanceof ArrayNode types) {
            schema.remove("type");
            ArrayNode choices = Json.MAPPER.createArrayNode();
            boolean nullable = false;
            for (JsonNode one : types) {
                if (one.asText().equals("null")) {
                    nullable = true;
                } else {
                    choices.addObject().set("type", one);
                }
            }
            several(schema, choices, nullable);
        } else if (type != null && type.asText().equals("null")) {
            schema.remove("type");
            schema.put("nullable", true).putArray("enum").addNull();
        }
    }

    private static void several(ObjectNode schema, ArrayNode choices, boolean nullable) {
        if (choices.isEmpty()) {
            schema.put("nullable", true).putArray("enum").addNull();
            return;
        }
        if (choices.size() == 1) {
            schema.set("type", choices.get(0).get("type"));
            if (nullable) {
                schema.put("nullable", true);
            }
            return;
        }
        for (JsonNode choice : choices) {
            if (nullable) {
                ((ObjectNode) choice).put("nullable", true);
            }
            if (choice.get("type").asText().equals("array")) {
                ((ObjectNode) choice).putObject("items");
            }
        }
        ObjectNode types = Json.object();
        types.set("anyOf", choices);
        if (schema.has("anyOf")) {
            schema.withArray("allOf").add(types);
        } else {
            schema.set("anyOf", choices);
        }
    }

    /** What stands beside a reference is not looked at. */
    private static ObjectNode reference(ObjectNode schema) {
        if (schema.has("$ref") && schema.size() > 1) {
            ObjectNode reference = Json.object();
            reference.set("$ref", schema.remove("$ref"));
            schema.withArray("allOf").add(reference);
        }
        return schema;
    }
}
