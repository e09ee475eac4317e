package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;

/** The errors with which requests for resources and prompts of routes end, as a server would answer. Stateless. */
final class OfferFailures {
    private static final int SHOWN = 500;

    private OfferFailures() {}

    /**
     * An error.
     *
     * @param server under which the route is listed
     * @param code of JSON-RPC
     * @param message cause and remedy
     * @return never null
     */
    static ToolCallException error(String server, int code, String message) {
        return failure(server, message, Json.object().put("code", code).put("message", message));
    }

    /**
     * The error for a resource that no route is.
     *
     * @param server that was asked
     * @param uri its address
     * @return never null
     */
    static ToolCallException noSuchResource(String server, String uri) {
        String shown = uri.length() > SHOWN ? uri.substring(0, SHOWN) + "..." : uri;
        String message = "There is no resource " + shown + "; list the resources again";
        ObjectNode error =
                Json.object().put("code", ErrorCode.RESOURCE_NOT_FOUND).put("message", message);
        error.putObject("data").put("uri", shown);
        return failure(server, message, error);
    }

    private static ToolCallException failure(String server, String message, ObjectNode error) {
        return new ToolCallException(Failed.upstreamError(server, message, error));
    }
}
