package io.mehari.endpoint.mcp.message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Response;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.Map;

/** HTTP responses that hold one JSON-RPC message, or none. Stateless. */
public final class JsonRpcResponses {
    private JsonRpcResponses() {}

    /**
     * The response to a request that succeeded.
     *
     * @param id id of the request, given back exactly as it came
     * @param result used as it is, not copied
     * @return with status 200
     */
    public static Response result(JsonNode id, ObjectNode result) {
        return Response.json(HttpResponseStatus.OK, json -> writeResult(json, id, result));
    }

    /**
     * Writes the message that answers a request that succeeded.
     *
     * @param json where to write
     * @param id id of the request
     * @param result used as it is
     * @throws IOException if it cannot be written
     */
    public static void writeResult(JsonGenerator json, JsonNode id, ObjectNode result) throws IOException {
        json.writeStartObject();
        json.writeStringField("jsonrpc", "2.0");
        json.writeFieldName("id");
        json.writeTree(id);
        json.writeFieldName("result");
        json.writeTree(result);
        json.writeEndObject();
    }

    /**
     * The response to a request that failed.
     *
     * @param id id of the request, given back exactly as it came; null or missing where it is not known
     * @param error status, code and text
     * @return with the status of the error
     */
    public static Response error(JsonNode id, McpErrorException error) {
        ObjectNode message = errorMessage(id, error);
        return Response.json(
                HttpResponseStatus.valueOf(error.status()), error.headers(), json -> json.writeTree(message));
    }

    /**
     * The message that answers a request that failed.
     *
     * @param id id of the request; null or missing where it is not known
     * @param error code and text
     * @return a new tree
     */
    public static ObjectNode errorMessage(JsonNode id, McpErrorException error) {
        JsonNode known = id == null || id.isMissingNode() ? Json.object().nullNode() : id;
        ObjectNode message = JsonRpcMessage.errorResponse(known, error.code(), error.getMessage());
        if (error.data() != null) {
            ((ObjectNode) message.get("error")).set("data", error.data());
        }
        return message;
    }

    /**
     * The response to a notification, or to an answer of the client.
     *
     * @return 202 without a body
     */
    public static Response accepted() {
        return Response.empty(HttpResponseStatus.ACCEPTED, Map.of());
    }
}
