package io.mehari.endpoint.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.websocket.CommandError;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.protocol.Json;

/**
 * A message of a client, read.
 *
 * @param id names the answer; text, a number, or null where there is none
 * @param method the command
 * @param params its parameters
 */
record CommandMessage(JsonNode id, String method, ObjectNode params) {
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_METHOD = 64;

    /**
     * Reads the tree of a message.
     *
     * @param text as it came
     * @throws CommandFailedException if it is no JSON object
     */
    static ObjectNode read(String text) {
        try {
            if (Json.read(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw invalid("The message is no JSON" + place(e)
                    + "; send {\"id\": 1, \"method\": \"get_stats\", \"params\": {}}");
        }
        throw invalid("The message is no JSON object; send {\"id\": 1, \"method\": \"get_stats\", \"params\": {}}");
    }

    /**
     * The id of a message, whatever else is wrong with it.
     *
     * @param message its tree
     * @return null where there is none that can be answered
     */
    static JsonNode idOf(ObjectNode message) {
        JsonNode id = message.path("id");
        boolean usable = id.isNumber() || id.isTextual() && id.textValue().length() <= LONGEST_ID;
        return usable ? id : NullNode.getInstance();
    }

    /**
     * The message in a tree.
     *
     * @param message its tree
     * @throws CommandFailedException if a member is missing or of another type
     */
    static CommandMessage of(ObjectNode message) {
        JsonNode id = idOf(message);
        if (id.isNull()) {
            throw invalid("id must be a number, or text of at most " + LONGEST_ID + " characters: it names the answer");
        }
        JsonNode method = message.path("method");
        if (!method.isTextual() || method.textValue().length() > LONGEST_METHOD) {
            throw invalid("method must be the name of a command, such as get_stats");
        }
        JsonNode params = message.path("params");
        if (params.isMissingNode() || params.isNull()) {
            params = Json.object();
        }
        if (!(params instanceof ObjectNode object)) {
            throw invalid("params must be an object");
        }
        return new CommandMessage(id, method.textValue(), object);
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " from character " + e.getLocation().getCharOffset() + " on";
    }

    static CommandFailedException invalid(String message) {
        return new CommandFailedException(CommandError.INVALID_PARAMS, message);
    }
}
