package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.catalog.schema.DocumentSchema;
import io.mehari.protocol.Json;
import io.mehari.protocol.TreeWeight;
import java.util.Optional;
import java.util.Set;

/** Schemas of arguments and results of tools in one document. For one document and one thread. */
final class ArgumentSchemas {
    /** Memory of all schemas of one document, by estimate; what is beyond is left open. */
    static final long MOST_BYTES = 64L * 1024 * 1024;

    /** Keywords beside which an object of no properties takes no arguments. */
    private static final Set<String> OF_NOTHING =
            Set.of("type", "properties", "required", "title", "description", "$schema");

    private final Components components;
    private final ToolSchemas schemas;
    private long bytes;

    ArgumentSchemas(Components components, ToolSchemas schemas) {
        this.components = components;
        this.schemas = schemas;
    }

    /**
     * The body of a call.
     *
     * @param tool the tool
     * @param name wanted name of the schema of its arguments
     * @return empty if it takes no arguments
     */
    Optional<ObjectNode> body(Tool tool, String name) {
        JsonNode input = tool.definition().path("inputSchema");
        if (isOfNothing(input)) {
            return Optional.empty();
        }
        ObjectNode body = Json.object();
        ObjectNode content = body.putObject("content").putObject("application/json");
        content.set("schema", place(input, name));
        ArgumentExample.of(tool).ifPresent(example -> content.set("example", example));
        body.put("required", !tool.schema().check(Json.object()).isEmpty());
        return Optional.of(body);
    }

    /**
     * Sets a schema.
     *
     * @param schema input or output schema of a tool
     * @param name wanted name
     * @return a reference to it
     */
    ObjectNode place(JsonNode schema, String name) {
        String given = components.name(name);
        components.set(given, unknown("The tool has no schema that is understood."));
        bytes += TreeWeight.of(schema, MOST_BYTES - bytes);
        Optional<DocumentSchema> known = bytes > MOST_BYTES
                ? Optional.empty()
                : DocumentSchema.of(schema).map(ArgumentSchemas::asObject);
        try {
            known.ifPresent(found -> schemas.place(found, given, components));
            if (known.isEmpty() && schema.isObject()) {
                components.set(given, tooLarge());
            }
        } catch (SchemaTooLargeException | StackOverflowError e) {
            components.set(given, tooLarge());
        }
        return Components.reference(given);
    }

    private static ObjectNode tooLarge() {
        return unknown(
                "The tool's schema is too large for this document:" + " GET /api/v1/tools/{server}/{tool} has it.");
    }

    private static ObjectNode unknown(String why) {
        return Json.object().put("type", "object").put("description", why);
    }

    /** Arguments are an object, whether the schema says so or not. */
    private static DocumentSchema asObject(DocumentSchema schema) {
        if (!schema.root().has("type") && !schema.root().has("$ref")) {
            schema.root().put("type", "object");
        }
        return schema;
    }

    private static boolean isOfNothing(JsonNode schema) {
        if (!schema.isObject() || !schema.path("properties").isEmpty()) {
            return false;
        }
        return schema.properties().stream()
                .allMatch(member -> OF_NOTHING.contains(member.getKey())
                        || (member.getKey().equals("additionalProperties")
                                && member.getValue().isBoolean()
                                && !member.getValue().booleanValue()));
    }
}
