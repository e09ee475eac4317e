package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import java.util.HashMap;
import java.util.Map;

/**
 * What a retry brings besides the params of the request it takes up (MCP 2026-07-28, multi round-trip requests). For one
 * call, under its lock.
 */
final class InputRound {
    /** Field of the params: the answers by the keys of what was asked. */
    static final String RESPONSES = "inputResponses";

    /** Field of the params: what the gateway gave the client to give back. */
    static final String STATE = "requestState";

    private final Map<String, ObjectNode> answers;

    private InputRound(Map<String, ObjectNode> answers) {
        this.answers = answers;
    }

    /**
     * Reads the answers.
     *
     * @throws McpErrorException -32602 if they are not objects by key
     */
    static InputRound of(ObjectNode params) {
        JsonNode responses = params.path(RESPONSES);
        if (responses.isMissingNode()) {
            return new InputRound(Map.of());
        }
        if (!responses.isObject()) {
            throw McpErrorException.invalidParams(
                    "params." + RESPONSES + " must be an object: the answers by their keys");
        }
        Map<String, ObjectNode> answers = new HashMap<>();
        for (Map.Entry<String, JsonNode> response : responses.properties()) {
            if (!(response.getValue() instanceof ObjectNode answer)) {
                throw McpErrorException.invalidParams(
                        "Each answer in params." + RESPONSES + " must be an object, as the result of what was asked");
            }
            answers.put(response.getKey(), answer);
        }
        return new InputRound(answers);
    }

    /**
     * The state that a request gives back.
     *
     * @return null if it takes nothing up
     * @throws McpErrorException -32602 if it is no text
     */
    static String stateOf(ObjectNode params) {
        JsonNode state = params.path(STATE);
        if (!state.isMissingNode() && !state.isTextual()) {
            throw McpErrorException.invalidParams(
                    "params." + STATE + " must be the string that was given with the questions");
        }
        return state.textValue();
    }

    /** The answer under a key; each is used once. */
    ObjectNode take(String key) {
        return answers.isEmpty() ? null : answers.remove(key);
    }

    /** The same, for whoever only looks. */
    ObjectNode look(String key) {
        return answers.get(key);
    }

    /**
     * The user has agreed to whatever was asked.
     *
     * @throws McpErrorException -32602 if not, or not yet: nothing is called
     */
    void requireConsent() {
        for (Map.Entry<String, ObjectNode> answer : answers.entrySet()) {
            Question.check(McpMethod.ELICITATION_CREATE, answer.getKey(), answer.getValue());
            if (!answer.getValue().path("action").asText().equals("accept")) {
                throw McpErrorException.invalidParams(
                        "The user did not agree to visit the address that the server needs: "
                                + answer.getValue().path("action").asText() + "; nothing was called");
            }
        }
    }

    /** Params with which the request goes on to a server: without what belongs between client and gateway. */
    static ObjectNode toServer(ObjectNode params) {
        ObjectNode clean = Json.object();
        for (Map.Entry<String, JsonNode> field : params.properties()) {
            String name = field.getKey();
            if (name.equals("_meta")) {
                meta(clean, field.getValue());
            } else if (!name.equals(RESPONSES) && !name.equals(STATE)) {
                clean.set(name, field.getValue());
            }
        }
        return clean;
    }

    private static void meta(ObjectNode clean, JsonNode meta) {
        ObjectNode kept = null;
        for (Map.Entry<String, JsonNode> field : meta.properties()) {
            if (!field.getKey().startsWith(Envelope.RESERVED) && !field.getKey().equals("progressToken")) {
                kept = kept == null ? clean.putObject("_meta") : kept;
                kept.set(field.getKey(), field.getValue());
            }
        }
    }
}
