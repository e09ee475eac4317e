package io.mehari.endpoint.mcp.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;

/**
 * A request of an MCP client that was let in.
 *
 * @param request what came from the network
 * @param view what the client sees of the gateway
 * @param context id, caller and times
 * @param body the JSON of a POST, an object or an array; a missing node for other methods
 */
public record McpExchange(Request request, McpView view, CallContext context, JsonNode body) {}
