package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;

/** Describes calls as they are answered: limits of arguments kept, errors declared. For one document and one thread. */
final class FixedOperations implements ToolOperations {
    private final Components components;
    private final ArgumentSchemas schemas;
    private final boolean keys;

    FixedOperations(Components components, ToolSchemas schemas, boolean keys) {
        this.keys = keys;
        this.components = components;
        this.schemas = new ArgumentSchemas(components, schemas);
        ShortAnswers.names(components);
    }

    @Override
    public ObjectNode operation(PathTool tool, String id) {
        JsonNode definition = tool.tool().definition();
        String name = tool.joined().replace('/', '_');
        ObjectNode operation = Json.object().put("summary", OperationNames.title(tool.joined()));
        if (!definition.path("description").asText("").isEmpty()) {
            operation.put("description", definition.get("description").asText());
        }
        operation.put("operationId", id);
        schemas.body(tool.tool(), name + "_form_model").ifPresent(body -> operation.set("requestBody", body));
        ObjectNode responses = operation.putObject("responses");
        ObjectNode answer = Json.object().put("title", OperationNames.title("Response_" + id));
        ErrorSchemas.response(responses, "200", "Successful Response", answer);
        ShortAnswers.refer(responses, keys);
        return operation;
    }

    @Override
    public void finish(ObjectNode document, boolean used) {
        if (used) {
            ShortAnswers.declare(document, components, keys);
        }
    }
}
