package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;

/** Describes calls as mcpo 0.0.20 does. For one document and one thread. */
final class McpoOperations implements ToolOperations {
    private final Components components;
    private boolean checked;

    McpoOperations(Components components) {
        this.components = components;
        components.name(ErrorSchemas.VIOLATIONS);
        components.name(ErrorSchemas.VIOLATION);
    }

    @Override
    public ObjectNode operation(PathTool tool, String id) {
        JsonNode definition = tool.tool().definition();
        String name = tool.joined().replace('/', '_');
        ObjectNode operation = Json.object()
                .put("summary", OperationNames.title(tool.joined()))
                .put("description", definition.path("description").asText(""))
                .put("operationId", id);
        if (definition.path("description").asText("").isEmpty()) {
            operation.remove("description");
        }
        ObjectNode arguments = model(definition.path("inputSchema"), name + "_form_model");
        ObjectNode schema = Json.object();
        if (arguments != null) {
            ObjectNode answer = model(definition.path("outputSchema"), name + "_response_model");
            if (answer != null) {
                schema.putArray("anyOf").add(answer).addObject();
            }
            schema.put("title", OperationNames.title("Response_" + id));
            ObjectNode body = operation.putObject("requestBody");
            body.putObject("content").putObject("application/json").set("schema", arguments);
            body.put("required", true);
        }
        ObjectNode responses = operation.putObject("responses");
        ErrorSchemas.response(responses, "200", "Successful Response", schema);
        if (arguments != null) {
            checked = true;
            ErrorSchemas.response(responses, "422", "Validation Error", Components.reference(ErrorSchemas.VIOLATIONS));
        }
        return operation;
    }

    private ObjectNode model(JsonNode schema, String name) {
        try {
            return McpoSchemas.place(schema, name, components);
        } catch (SchemaTooLargeException e) {
            String given = components.name(name);
            components.set(given, Json.object().put("type", "object").put("title", name));
            return Components.reference(given);
        }
    }

    @Override
    public void finish(ObjectNode document, boolean used) {
        if (checked) {
            ErrorSchemas.addViolations(components);
        }
    }
}
