package io.mehari.component.aitool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;

/** Builds the MCP tool definition of a route from its endpoint's options. */
final class AiToolDefinition {
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean");

    private AiToolDefinition() {}

    /**
     * The definition.
     *
     * @param endpoint its options
     * @return name, title, description, schemas and annotations, as MCP's {@code Tool} has them
     * @throws IllegalArgumentException if options contradict each other, a schema is not a JSON object, or a
     *     parameter's name begins with {@code camel}, as the names of Camel's own headers do
     * @throws IOException if a schema cannot be read or is not JSON
     */
    static ObjectNode of(AiToolEndpoint endpoint) throws IOException {
        ObjectNode definition = Json.object().put("name", endpoint.getToolName());
        if (endpoint.getTitle() != null) {
            definition.put("title", endpoint.getTitle());
        }
        if (endpoint.getDescription() != null) {
            definition.put("description", endpoint.getDescription());
        }
        definition.set("inputSchema", inputSchema(endpoint));
        JsonNode output = outputSchema(endpoint);
        if (output != null) {
            definition.set("outputSchema", output);
        }
        addHints(definition, endpoint);
        return definition;
    }

    private static ObjectNode inputSchema(AiToolEndpoint endpoint) throws IOException {
        if (endpoint.getArgSchema() == null) {
            return closed(flat(endpoint.getParameters()));
        }
        if (!endpoint.getParameters().isEmpty()) {
            throw new IllegalArgumentException(problem(endpoint, "has both argSchema and parameter.*: use one"));
        }
        ObjectNode schema = read(endpoint, endpoint.getArgSchema());
        schema.path("properties").fieldNames().forEachRemaining(AiToolDefinition::rejectCamel);
        return schema;
    }

    private static JsonNode outputSchema(AiToolEndpoint endpoint) throws IOException {
        if (endpoint.getOutputSchema() != null) {
            return read(endpoint, endpoint.getOutputSchema());
        }
        return endpoint.getOutputParameters().isEmpty() ? null : flat(endpoint.getOutputParameters());
    }

    private static ObjectNode read(AiToolEndpoint endpoint, String schema) throws IOException {
        JsonNode value = schema.stripLeading().startsWith("{")
                ? Json.read(schema)
                : readResource(endpoint.getCamelContext(), schema);
        if (value instanceof ObjectNode object
                && "object".equals(value.path("type").asText())) {
            return object;
        }
        throw new IllegalArgumentException(problem(endpoint, "has a schema whose type is not object"));
    }

    private static JsonNode readResource(CamelContext context, String location) throws IOException {
        try (InputStream stream = ResourceHelper.resolveMandatoryResourceAsInputStream(context, location)) {
            return Json.read(stream);
        }
    }

    private static ObjectNode closed(ObjectNode schema) {
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode flat(Map<String, Object> options) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.MAPPER.createArrayNode();
        new TreeMap<>(options).forEach((option, value) -> {
            int dot = option.indexOf('.');
            String name = dot < 0 ? option : option.substring(0, dot);
            rejectCamel(name);
            ObjectNode property = properties.has(name) ? (ObjectNode) properties.get(name) : properties.putObject(name);
            apply(property, required, name, dot < 0 ? "type" : option.substring(dot + 1), String.valueOf(value));
        });
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private static void apply(ObjectNode property, ArrayNode required, String name, String aspect, String value) {
        switch (aspect) {
            case "type" -> property.put("type", type(name, value));
            case "description" -> property.put("description", value);
            case "required" -> {
                if (Boolean.parseBoolean(value)) {
                    required.add(name);
                }
            }
            case "enum" -> {
                ArrayNode values = property.putArray("enum");
                for (String one : value.split(",", -1)) {
                    values.add(typed(name, property.path("type").asText("string"), one.strip()));
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "parameter." + name + "." + aspect + " is not known: use description, required or enum");
        }
    }

    /** Converts an option, which is always text, to the type of its parameter. */
    private static JsonNode typed(String name, String type, String text) {
        return switch (type) {
            case "integer", "number" -> number(name, type, text);
            case "boolean" -> BooleanNode.valueOf(Boolean.parseBoolean(text));
            default -> TextNode.valueOf(text);
        };
    }

    private static JsonNode number(String name, String type, String text) {
        String problem = "parameter." + name + ".enum has " + text + ", which is not of type " + type;
        try {
            JsonNode number = Json.read(text);
            if (number.isIntegralNumber() || (number.isNumber() && type.equals("number"))) {
                return number;
            }
            throw new IllegalArgumentException(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(problem, e);
        }
    }

    private static String type(String name, String type) {
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException(
                    "parameter." + name + " has type " + type + ": use one of string, integer, number, boolean");
        }
        return type;
    }

    private static void rejectCamel(String name) {
        if (name.toLowerCase(Locale.ROOT).startsWith("camel")) {
            throw new IllegalArgumentException(
                    "Parameter " + name + " begins with camel, as Camel's own headers do: rename it");
        }
    }

    private static void addHints(ObjectNode definition, AiToolEndpoint endpoint) {
        ObjectNode hints = Json.object();
        putIfSet(hints, "readOnlyHint", endpoint.getReadOnlyHint());
        putIfSet(hints, "destructiveHint", endpoint.getDestructiveHint());
        putIfSet(hints, "idempotentHint", endpoint.getIdempotentHint());
        putIfSet(hints, "openWorldHint", endpoint.getOpenWorldHint());
        putIfSet(hints, "returnDirect", endpoint.getReturnDirect());
        if (!hints.isEmpty()) {
            definition.set("annotations", hints);
        }
    }

    private static void putIfSet(ObjectNode hints, String name, Boolean value) {
        if (value != null) {
            hints.put(name, value);
        }
    }

    private static String problem(AiToolEndpoint endpoint, String what) {
        return "Tool " + endpoint.getToolName() + " " + what;
    }
}
