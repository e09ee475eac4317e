package io.mehari.component.aitool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.InputRequired;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.exchange.CallState;
import io.mehari.protocol.Json;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Makes a {@code tools/call} result of what a tool route has left in its body: a result as it is, a list of content as the
 * content, bytes by their type, anything else as text. Stateless.
 */
final class RouteResult {
    private static final Set<String> FIELDS = Set.of("content", "structuredContent", "isError", "_meta");

    private RouteResult() {}

    /**
     * The result.
     *
     * @param tool the route
     * @param exchange the exchange after the route has run
     * @return a new tree, or the one that another tool has answered
     * @throws IllegalStateException if a declared result is not JSON, or the body is too large or cannot be read
     */
    static ObjectNode of(AiTool tool, Exchange exchange) {
        Message message = exchange.getMessage();
        boolean structured = tool.definition().has("outputSchema");
        Object body = message.getBody();
        if (body instanceof ObjectNode answer && isToolAnswer(exchange)) {
            return answer;
        }
        JsonNode tree = tree(body);
        if (tree instanceof ObjectNode object && hasFormOfResult(object, structured)) {
            return object;
        }
        ObjectNode result = Json.object();
        if (tree instanceof ArrayNode list && ContentItem.areAll(list)) {
            result.set("content", list);
            return result;
        }
        ObjectNode item = tree == null ? ContentItem.of(tool, message) : ContentItem.text(text(tree));
        result.putArray("content").add(item);
        if (structured) {
            result.set("structuredContent", tree != null ? tree : parse(tool, item.path("text")));
        }
        return result;
    }

    /** What another tool has answered last, by {@code mcp:} or {@code tool:}, and what is still the body. */
    static boolean isToolAnswer(Exchange exchange) {
        ToolCallResult last = CallState.result(exchange);
        Object body = exchange.getMessage().getBody();
        return last instanceof Success success && success.result() == body
                || last instanceof ToolError error && error.result() == body
                || last instanceof InputRequired question && question.result() == body;
    }

    /** Where a structured result is declared, an object with a list of content alone may be just that. */
    private static boolean hasFormOfResult(ObjectNode object, boolean structured) {
        if (!(object.get("content") instanceof ArrayNode content)) {
            return false;
        }
        for (var names = object.fieldNames(); names.hasNext(); ) {
            if (!FIELDS.contains(names.next())) {
                return false;
            }
        }
        boolean more = object.path("structuredContent").isObject()
                || object.path("isError").isBoolean();
        return content.isEmpty() ? more : ContentItem.areAll(content) && (more || !structured);
    }

    private static JsonNode tree(Object body) {
        if (body instanceof JsonNode node) {
            return node;
        }
        return body instanceof Map || body instanceof Iterable ? Json.MAPPER.valueToTree(body) : null;
    }

    private static String text(JsonNode tree) {
        return tree.isTextual() ? tree.textValue() : Json.text(tree);
    }

    private static JsonNode parse(AiTool tool, JsonNode text) {
        String problem = "Route of tool " + tool.name() + " declares a structured result but left ";
        if (!text.isTextual()) {
            throw new IllegalStateException(problem + "bytes that are no text");
        }
        try {
            JsonNode tree = Json.read(text.textValue());
            if (tree.isMissingNode()) {
                throw new IllegalStateException(problem + "nothing");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(problem + "text that is not JSON", e);
        }
    }
}
