package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.mcp.message.McpView;

/**
 * One request of an MCP client, freed of what belongs to its era.
 *
 * @param id of the JSON-RPC request
 * @param method such as {@code tools/call}
 * @param params its params; an empty object where there are none; not changed while it runs
 * @param view what the client sees of the gateway
 * @param context id, caller and times
 * @param control cancels it, takes its progress, and knows the client
 * @param request what came from the network, for headers that go on to a server
 */
public record McpCall(
        JsonNode id,
        String method,
        ObjectNode params,
        McpView view,
        CallContext context,
        CallControl control,
        Request request) {}
