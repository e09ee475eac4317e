package io.mehari.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult;
import io.mehari.catalog.Tool;
import io.mehari.component.aitool.ContentItem;
import io.mehari.exchange.CallState;
import io.mehari.protocol.Json;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes the body the answer of the call, so that the tool is not called: the bean {@code answer}. A {@code tools/call} result
 * is taken as it is, a list of content as the content, anything else as one text. Stateless.
 */
final class StageAnswer implements Processor {
    @Override
    public void process(Exchange exchange) {
        ObjectNode result = result(exchange);
        CallState.answer(exchange, result, ToolCallResult.of(result));
    }

    private static ObjectNode result(Exchange exchange) {
        JsonNode tree = tree(exchange.getMessage().getBody());
        if (tree instanceof ObjectNode object && object.get("content") instanceof ArrayNode content) {
            if (content.isEmpty() || ContentItem.areAll(content)) {
                return object;
            }
        }
        ObjectNode result = Json.object();
        if (tree instanceof ArrayNode list && ContentItem.areAll(list)) {
            return result.set("content", list);
        }
        result.putArray("content").add(ContentItem.text(text(exchange, tree)));
        Tool tool = CallState.tool(exchange);
        if (tree instanceof ObjectNode && tool != null && tool.definition().has("outputSchema")) {
            result.set("structuredContent", tree);
        }
        return result;
    }

    private static JsonNode tree(Object body) {
        if (body instanceof JsonNode node) {
            return node;
        }
        return body instanceof Map || body instanceof Iterable ? Json.MAPPER.valueToTree(body) : null;
    }

    private static String text(Exchange exchange, JsonNode tree) {
        if (tree != null) {
            return tree.isTextual() ? tree.textValue() : Json.text(tree);
        }
        String text = exchange.getMessage().getBody(String.class);
        return text == null ? "" : text;
    }
}
