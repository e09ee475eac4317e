package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.Json;

/** Reads the params of requests. Stateless. */
final class Params {
    private Params() {}

    /**
     * A member that must be a text.
     *
     * @param object of the request
     * @param name of the member
     * @param path of the member, for the message
     * @return what the client sent
     * @throws McpErrorException -32602 if it is no text
     */
    static String text(JsonNode object, String name, String path) {
        JsonNode value = object.path(name);
        if (value.isTextual()) {
            return value.textValue();
        }
        throw McpErrorException.invalidParams(path + (value.isMissingNode() ? " is missing" : " must be a string"));
    }

    /**
     * A member that must be an object where it is there.
     *
     * @param params of the request
     * @param name of the member
     * @return an empty object if it is missing or null
     * @throws McpErrorException -32602 if it is anything else
     */
    static ObjectNode object(ObjectNode params, String name) {
        JsonNode value = params.path(name);
        if (value instanceof ObjectNode object) {
            return object;
        }
        if (value.isMissingNode() || value.isNull()) {
            return Json.object();
        }
        throw McpErrorException.invalidParams("params." + name + " must be an object");
    }

    /** The same params with another value in the place of one. */
    static ObjectNode with(ObjectNode params, String name, JsonNode value) {
        ObjectNode copy = Json.object();
        copy.setAll(params);
        copy.set(name, value);
        return copy;
    }
}
