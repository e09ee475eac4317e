package io.mehari.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One JSON-RPC 2.0 message, seen through its tree: nothing of it is copied or lost.
 *
 * <p>Lenient where peers are sloppy: a missing or wrong {@code jsonrpc} field is accepted.
 *
 * @param kind what the message is
 * @param tree the whole message; not copied, so nobody may change it afterwards
 */
public record JsonRpcMessage(Kind kind, ObjectNode tree) {
    private static final String VERSION = "2.0";

    /** What a message is, told by the fields it has. */
    public enum Kind {
        /** Has {@code method} and {@code id}: wants an answer. */
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

    /** Tells what an incoming object is. */
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

    /** The request's or the answer's id; a missing node if there is none. */
    public JsonNode id() {
        return tree.path("id");
    }

    /** The method of a request or a notification, otherwise an empty string. */
    public String method() {
        return tree.path("method").asText();
    }

    /** The parameters; a missing node if there are none. */
    public JsonNode params() {
        return tree.path("params");
    }

    /** The result of a response; a missing node if there is none. */
    public JsonNode result() {
        return tree.path("result");
    }

    /** The error of an error response; a missing node if there is none. */
    public JsonNode error() {
        return tree.path("error");
    }

    /** A request. The parameters are used as they are, not copied. */
    public static ObjectNode request(long id, String method, ObjectNode params) {
        ObjectNode message = versioned().put("id", id).put("method", method);
        message.set("params", params);
        return message;
    }

    /** A notification. The parameters are used as they are, not copied. */
    public static ObjectNode notification(String method, ObjectNode params) {
        ObjectNode message = versioned().put("method", method);
        message.set("params", params);
        return message;
    }

    /** A notification without parameters. */
    public static ObjectNode notification(String method) {
        return versioned().put("method", method);
    }

    /** The answer to a request, whose id is given back exactly as it came. */
    public static ObjectNode response(JsonNode id, JsonNode result) {
        ObjectNode message = versioned();
        message.set("id", id);
        message.set("result", result);
        return message;
    }

    /** The answer to a request that failed, whose id is given back exactly as it came. */
    public static ObjectNode errorResponse(JsonNode id, int code, String text) {
        ObjectNode message = versioned();
        message.set("id", id);
        message.putObject("error").put("code", code).put("message", text);
        return message;
    }

    private static ObjectNode versioned() {
        return Json.object().put("jsonrpc", VERSION);
    }
}
