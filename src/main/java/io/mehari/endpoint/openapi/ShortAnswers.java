package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What calls in the short form are answered with besides their result. Declared once in a document. Stateless. */
final class ShortAnswers {
    /** Name of the schema of errors. */
    private static final String ERROR = "GatewayError";

    /** Status of calls without a key that is known. */
    private static final String NO_KEY = "401";

    /** Name and meaning of each, by status. */
    private static final Map<String, String[]> ANSWERS = new LinkedHashMap<>();

    static {
        add("400", "BadRequest", "The request is malformed, or the server says so");
        add(NO_KEY, "Unauthenticated", "The API key is missing or unknown");
        add("403", "Forbidden", "The API key, the host or the origin is not allowed to make this call");
        add("404", "NotFound", "There is no such server or tool");
        add("408", "RequestTimeout", "The request did not arrive completely in time");
        add("409", "Conflict", "The tool asks for more, or the call conflicts with another one");
        add("413", "BodyTooLarge", "The body is larger than it may be");
        add("415", "UnsupportedMediaType", "The body is no JSON, or compressed");
        add("422", "Invalid", "Validation Error");
        add("429", "TooManyRequests", "There are too many requests: wait as long as Retry-After says");
        add("500", "ToolError", "The tool answered with an error, which detail has; or the gateway failed");
        add("502", "BadGateway", "The server answered with an error or with none; the call may have run");
        add("503", "Unavailable", "The call was not sent: wait as long as Retry-After says, and call again");
        add("504", "TimedOut", "The server did not answer in time; the call may have run");
    }

    private ShortAnswers() {}

    private static void add(String status, String name, String meaning) {
        ANSWERS.put(status, new String[] {name, meaning});
    }

    /**
     * Takes the names of the schemas that will be declared.
     *
     * @param components of the document
     */
    static void names(Components components) {
        components.name(ErrorSchemas.VIOLATIONS);
        components.name(ErrorSchemas.VIOLATION);
        components.name(ERROR);
    }

    /**
     * Adds a reference to each answer.
     *
     * @param responses of an operation
     * @param keys whether calls need a key
     */
    static void refer(ObjectNode responses, boolean keys) {
        ANSWERS.forEach((status, answer) -> {
            if (keys || !status.equals(NO_KEY)) {
                responses.putObject(status).put("$ref", "#/components/responses/" + answer[0]);
            }
        });
    }

    /**
     * Declares the answers.
     *
     * @param document gets them
     * @param components gets the schemas
     * @param keys whether calls need a key
     */
    static void declare(ObjectNode document, Components components, boolean keys) {
        ErrorSchemas.addViolations(components);
        components.set(ERROR, error());
        ObjectNode responses = document.withObjectProperty("components").putObject("responses");
        ANSWERS.forEach((status, answer) -> {
            if (keys || !status.equals(NO_KEY)) {
                ErrorSchemas.response(responses, answer[0], answer[1], schema(status));
            }
        });
    }

    private static JsonNode schema(String status) {
        if (!status.equals("422")) {
            return Components.reference(ERROR);
        }
        ObjectNode either = Json.object();
        either.putArray("anyOf")
                .add(Components.reference(ErrorSchemas.VIOLATIONS))
                .add(Components.reference(ERROR));
        return either;
    }

    private static ObjectNode error() {
        ObjectNode error = Json.object().put("type", "object").put("title", ERROR);
        error.putArray("required").add("detail");
        ObjectNode detail = error.putObject("properties").putObject("detail").put("type", "object");
        detail.putArray("required").add("message").add("code").add("request_id");
        ObjectNode properties = detail.putObject("properties");
        text(properties, "message", "What went wrong, and what to do about it");
        text(properties, "code", "What went wrong, for programs: tool_error, unavailable, timed_out and others");
        text(properties, "request_id", "Names the request in the log of the gateway");
        text(properties, "upstream", "The server that is at fault");
        properties.putObject("content").put("type", "array").put("description", "What the tool said about its error");
        properties.putObject("structuredContent").put("description", "The same for programs");
        properties.putObject("rpc_code").put("description", "Code of the JSON-RPC error of the server");
        properties.putObject("data").put("description", "What else the server said in its JSON-RPC error");
        properties.putObject("result").put("description", "What the tool asks for");
        return error;
    }

    private static void text(ObjectNode properties, String name, String description) {
        properties.putObject(name).put("type", "string").put("description", description);
    }
}
