package io.mehari.component.aitool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;

/**
 * Translates between a tool call and the route that is the tool: arguments in, {@code tools/call} result out.
 * Stateless.
 */
public final class AiToolExchange {
    private AiToolExchange() {}

    /**
     * An exchange for the route: each declared argument as a header of its plain Java value (nested values as maps and
     * lists), the whole argument tree as body. Undeclared names, and names that begin with {@code camel}, never become
     * headers.
     *
     * @param context in which the route runs
     * @param tool the route
     * @param arguments arguments of the call; to be read only
     * @return a new exchange
     */
    public static Exchange of(CamelContext context, AiTool tool, ObjectNode arguments) {
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
        exchange.getMessage().setBody(arguments);
        JsonNode declared = tool.definition().path("inputSchema").path("properties");
        arguments.fields().forEachRemaining(argument -> {
            String name = argument.getKey();
            if (declared.has(name) && !name.toLowerCase(Locale.ROOT).startsWith("camel")) {
                exchange.getMessage().setHeader(name, Json.MAPPER.convertValue(argument.getValue(), Object.class));
            }
        });
        return exchange;
    }

    /**
     * The route's body as a {@code tools/call} result: one text item, and {@code structuredContent} as well where the
     * tool declares the schema of its result.
     *
     * @param tool the route
     * @param exchange the exchange after the route has run
     * @return a new tree
     * @throws IllegalStateException if a declared result is not JSON
     */
    public static ObjectNode result(AiTool tool, Exchange exchange) {
        Message message = exchange.getMessage();
        boolean structured = tool.definition().has("outputSchema");
        Object body = message.getBody();
        JsonNode tree = tree(body);
        String text = text(message, tree); // read once: the body may be a stream
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        if (structured) {
            result.set("structuredContent", tree != null ? tree : parse(tool, text));
        }
        return result;
    }

    private static JsonNode tree(Object body) {
        if (body instanceof JsonNode node) {
            return node;
        }
        return body instanceof Map || body instanceof Iterable ? Json.MAPPER.valueToTree(body) : null;
    }

    private static String text(Message message, JsonNode tree) {
        if (tree != null) {
            return tree.isTextual() ? tree.textValue() : Json.text(tree);
        }
        String text = message.getBody(String.class);
        return text == null ? "" : text;
    }

    private static JsonNode parse(AiTool tool, String text) {
        String problem = "Route of tool " + tool.name() + " declares a structured result but left ";
        try {
            JsonNode tree = Json.read(text);
            if (tree.isMissingNode()) {
                throw new IllegalStateException(problem + "nothing");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(problem + "text that is not JSON", e);
        }
    }
}
