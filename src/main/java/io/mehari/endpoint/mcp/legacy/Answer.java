package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.JsonRpcResponses;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.JsonRpcMessage;

/**
 * How a request is answered.
 *
 * @param message the JSON-RPC response
 * @param response the same as an HTTP response
 */
record Answer(ObjectNode message, Response response) {
    static Answer result(JsonNode id, ObjectNode result) {
        return new Answer(JsonRpcMessage.response(id, result), JsonRpcResponses.result(id, result));
    }

    static Answer error(JsonNode id, McpErrorException error) {
        return new Answer(JsonRpcResponses.errorMessage(id, error), JsonRpcResponses.error(id, error));
    }
}
