package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * What a server has asked during a call, as the client gets it.
 *
 * @param key by which the client answers
 * @param server who asks
 * @param method such as {@code elicitation/create}
 * @param params of the request of the server
 * @param answer ends with the client's answer
 */
record Question(String key, String server, String method, ObjectNode params, CompletableFuture<ObjectNode> answer) {
    /** Key of {@code _meta} by which a server names the key that its question is to have. */
    private static final String KEY_HINT = "io.mehari/inputKey";

    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final List<String> ACTIONS = List.of("accept", "decline", "cancel");

    /** The key that a server wishes; null if none, or none that can be used. */
    static String wishedKey(ObjectNode params) {
        String wish = params.path("_meta").path(KEY_HINT).asText();
        return USABLE.matcher(wish).matches() ? wish : null;
    }

    /** The entry of {@code inputRequests}: without what belongs between server and gateway. */
    ObjectNode toClient() {
        ObjectNode request = Json.object().put("method", method);
        ObjectNode clean = Json.object();
        clean.setAll(params);
        clean.remove("elicitationId");
        if (clean.path("_meta").isObject()) {
            ObjectNode meta = Json.object();
            meta.setAll((ObjectNode) clean.path("_meta"));
            meta.remove(List.of(KEY_HINT, "progressToken"));
            meta.properties().removeIf(field -> field.getKey().startsWith(Envelope.RESERVED));
            clean.remove("_meta");
            if (!meta.isEmpty()) {
                clean.set("_meta", meta);
            }
        }
        if (!clean.isEmpty() || !method.equals(McpMethod.ROOTS_LIST)) {
            request.set("params", clean);
        }
        return request;
    }

    /**
     * Checks an answer before the server gets it.
     *
     * @throws McpErrorException -32602 if it is not what the question asks for
     */
    static void check(String method, String key, ObjectNode answer) {
        if (!isAnswer(method, answer)) {
            throw McpErrorException.invalidParams("params.inputResponses." + key + " is not a result of " + method);
        }
    }

    /** Whether an object is what such a question asks for. */
    static boolean isAnswer(String method, ObjectNode answer) {
        return switch (method) {
            case McpMethod.ELICITATION_CREATE ->
                ACTIONS.contains(answer.path("action").asText()) && isObjectOrNone(answer.path("content"));
            case McpMethod.SAMPLING_CREATE_MESSAGE ->
                answer.path("role").isTextual() && answer.path("content").isContainerNode();
            default -> answer.path("roots").isArray();
        };
    }

    private static boolean isObjectOrNone(JsonNode content) {
        return content.isObject() || content.isMissingNode();
    }
}
