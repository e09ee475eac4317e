package io.mehari.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.Map;
import java.util.Optional;

/** Reads the arguments of a call out of what a route has left in the body. Stateless. */
public final class ToolArguments {
    private ToolArguments() {}

    /**
     * The body as a JSON object: a tree as it is, a map converted, text parsed, null as an empty object.
     *
     * @param body body of an exchange
     * @return empty if it is something else
     */
    public static Optional<ObjectNode> of(Object body) {
        if (body instanceof ObjectNode object) {
            return Optional.of(object);
        }
        if (body == null) {
            return Optional.of(Json.object());
        }
        if (body instanceof Map<?, ?> map) {
            return convert(map);
        }
        return body instanceof String text ? parse(text) : Optional.empty();
    }

    private static Optional<ObjectNode> convert(Map<?, ?> map) {
        try {
            return Optional.of(Json.MAPPER.valueToTree(map));
        } catch (IllegalArgumentException | StackOverflowError e) {
            return Optional.empty(); // it holds itself, or what no JSON can be made of
        }
    }

    private static Optional<ObjectNode> parse(String text) {
        try {
            JsonNode value = Json.read(text);
            return value instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
