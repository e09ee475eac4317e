package io.mehari.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One JSON-RPC 2.0 message as a view of its tree: nothing of it is copied or lost.
 *
 * <p>Lenient where peers are inexact: a missing or wrong {@code jsonrpc} field is accepted.
 *
 * @param kind what the message is
 * @param tree the whole message; not copied, so it must not be changed afterwards
 */
public record JsonRpcMessage(Kind kind, ObjectNode tree) {
    private static final String VERSION = "2.0";

    /** What a message is, decided by the fields it has. */
    public enum Kind {
        /** Has {@code method} and {@code id}: needs a response. */
        REQUEST,
        /** Has {@code method} and no {@code id}. */
        NOTIFICATION,
        /** Has {@code id} and {@code result}. */
        RESPONSE,
        /** Has {@code id} (perhaps null) and an {@code error} object. */
        ERROR_RESPONSE,
        /** None of these. */
        INVALID
    }

    /**
     * A view of an incoming object.
     *
     * @param tree the whole message; kept, not copied
     * @return of kind {@link Kind#INVALID} if it is not a JSON-RPC message
     */
    public static JsonRpcMessage of(ObjectNode tree) {
        return new JsonRpcMessage(kindOf(tree), tree);
    }

    private static Kind kindOf(ObjectNode tree) {
        JsonNode method = tree.get("method");
        if (method != null) {
            if (!method.isTextual()) {
                return Kind.INVALID;
            }
            return tree.has("id") ? Kind.REQUEST : Kind.NOTIFICATION;
        }
        if (tree.path("error").isObject()) {
            return Kind.ERROR_RESPONSE;
        }
        return tree.hasNonNull("id") && tree.has("result") ? Kind.RESPONSE : Kind.INVALID;
    }

    /**
     * The id of a request or a response.
     *
     * @return a missing node if there is none
     */
    public JsonNode id() {
        return tree.path("id");
    }

    /**
     * The method of a request or a notification.
     *
     * @return an empty string for other kinds
     */
    public String method() {
        return tree.path("method").asText();
    }

    /**
     * The parameters of a request or a notification.
     *
     * @return a missing node if there are none
     */
    public JsonNode params() {
        return tree.path("params");
    }

    /**
     * The result of a response.
     *
     * @return a missing node if there is none
     */
    public JsonNode result() {
        return tree.path("result");
    }

    /**
     * The error of an error response.
     *
     * @return a missing node if there is none
     */
    public JsonNode error() {
        return tree.path("error");
    }

    /**
     * Makes a request.
     *
     * @param id id of the request
     * @param method name of the method
     * @param params used as they are, not copied
     * @return a new tree
     */
    public static ObjectNode request(long id, String method, ObjectNode params) {
        ObjectNode message = versioned().put("id", id).put("method", method);
        message.set("params", params);
        return message;
    }

    /**
     * Makes a notification.
     *
     * @param method name of the method
     * @param params used as they are, not copied
     * @return a new tree
     */
    public static ObjectNode notification(String method, ObjectNode params) {
        ObjectNode message = versioned().put("method", method);
        message.set("params", params);
        return message;
    }

    /**
     * Makes a notification without parameters.
     *
     * @param method name of the method
     * @return a new tree
     */
    public static ObjectNode notification(String method) {
        return versioned().put("method", method);
    }

    /**
     * Makes the response to a request that succeeded.
     *
     * @param id id of the request, given back exactly as it came
     * @param result used as it is, not copied
     * @return a new tree
     */
    public static ObjectNode response(JsonNode id, JsonNode result) {
        ObjectNode message = versioned();
        message.set("id", id);
        message.set("result", result);
        return message;
    }

    /**
     * Makes the response to a request that failed.
     *
     * @param id id of the request, given back exactly as it came
     * @param code one of {@link ErrorCode}, or the application's own
     * @param text one sentence for people
     * @return a new tree
     */
    public static ObjectNode errorResponse(JsonNode id, int code, String text) {
        ObjectNode message = versioned();
        message.set("id", id);
        message.putObject("error").put("code", code).put("message", text);
        return message;
    }

    /**
     * Makes the response to a request that failed, with data.
     *
     * @param id id of the request, given back exactly as it came
     * @param code one of {@link ErrorCode}, or the application's own
     * @param text one sentence for people
     * @param data used as it is, not copied; null for none
     * @return a new tree
     */
    public static ObjectNode errorResponse(JsonNode id, int code, String text, JsonNode data) {
        ObjectNode message = errorResponse(id, code, text);
        if (data != null) {
            ((ObjectNode) message.get("error")).set("data", data);
        }
        return message;
    }

    private static ObjectNode versioned() {
        return Json.object().put("jsonrpc", VERSION);
    }
}
