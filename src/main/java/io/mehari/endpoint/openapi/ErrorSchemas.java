package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;

/** Schemas of answers that are errors, where FastAPI has them, under FastAPI's names. Stateless. */
final class ErrorSchemas {
    /** Arguments that are not valid. */
    static final String VIOLATIONS = "HTTPValidationError";

    /** One of the reasons. */
    static final String VIOLATION = "ValidationError";

    private ErrorSchemas() {}

    /**
     * Sets the two schemas.
     *
     * @param components where both names are taken
     */
    static void addViolations(Components components) {
        ObjectNode violations = Json.object();
        ObjectNode detail = violations.putObject("properties").putObject("detail");
        detail.set("items", Components.reference(VIOLATION));
        detail.put("type", "array").put("title", "Detail");
        components.set(VIOLATIONS, violations.put("type", "object").put("title", VIOLATIONS));
        ObjectNode violation = Json.object();
        ObjectNode properties = violation.putObject("properties");
        ObjectNode location = properties.putObject("loc");
        location.putObject("items")
                .putArray("anyOf")
                .add(Json.object().put("type", "string"))
                .add(Json.object().put("type", "integer"));
        location.put("type", "array").put("title", "Location");
        properties.putObject("msg").put("type", "string").put("title", "Message");
        properties.putObject("type").put("type", "string").put("title", "Error Type");
        violation
                .put("type", "object")
                .putArray("required")
                .add("loc")
                .add("msg")
                .add("type");
        components.set(VIOLATION, violation.put("title", VIOLATION));
    }

    /**
     * Adds a response with a JSON body.
     *
     * @param responses where to add it
     * @param status its HTTP status
     * @param description what it means
     * @param schema schema of its body
     */
    static void response(ObjectNode responses, String status, String description, JsonNode schema) {
        responses
                .putObject(status)
                .put("description", description)
                .putObject("content")
                .putObject("application/json")
                .set("schema", schema);
    }
}
