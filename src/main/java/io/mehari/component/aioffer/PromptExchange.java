package io.mehari.component.aioffer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.aitool.AiToolExchange;
import io.mehari.component.aitool.ContentItem;
import io.mehari.component.aitool.RouteBody;
import io.mehari.component.aitool.ToolArgumentException;
import io.mehari.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;

/** Translates between {@code prompts/get} and the route that is the prompt: arguments in, {@code messages} out. Stateless. */
public final class PromptExchange {
    private PromptExchange() {}

    /**
     * What is wrong with arguments.
     *
     * @param prompt the route
     * @param arguments of the request
     * @return cause and remedy of each problem; none if they fit
     */
    public static List<String> problems(OfferedRoute prompt, ObjectNode arguments) {
        List<String> problems = new ArrayList<>();
        List<String> declared = new ArrayList<>();
        for (JsonNode argument : prompt.definition().path("arguments")) {
            String name = argument.path("name").asText();
            declared.add(name);
            if (argument.path("required").asBoolean(false) && !arguments.has(name)) {
                problems.add("argument " + name + " is missing");
            }
        }
        arguments.fields().forEachRemaining(argument -> {
            if (!declared.contains(argument.getKey())) {
                problems.add("there is no argument " + argument.getKey() + ", only " + declared);
            } else if (!argument.getValue().isTextual()) {
                problems.add("argument " + argument.getKey() + " is no text");
            }
        });
        return problems;
    }

    /**
     * An exchange for the route: each argument as a header, all of them as a JSON tree in the body.
     *
     * @param context in which the route runs
     * @param arguments without {@link #problems}
     * @return a new exchange
     */
    public static Exchange of(CamelContext context, ObjectNode arguments) {
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
        exchange.getMessage().setBody(arguments);
        arguments
                .fields()
                .forEachRemaining(argument -> exchange.getMessage()
                        .setHeader(argument.getKey(), argument.getValue().textValue()));
        return exchange;
    }

    /**
     * The route's body as a {@code prompts/get} result: an object of that form as it is, a list of messages as the messages,
     * content of a tool or a list of content as one message of the user for each item, anything else as a text of the user.
     *
     * @param prompt the route
     * @param exchange after the route has run
     * @return a new tree
     * @throws ToolArgumentException if the tool whose answer the body is has reported an error
     * @throws IllegalStateException if the body is larger than 32 MiB, cannot be read, or is nothing
     */
    public static ObjectNode result(OfferedRoute prompt, Exchange exchange) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        if (body == null) {
            throw new IllegalStateException("Route of " + prompt.title() + " left nothing");
        }
        JsonNode tree = body instanceof Map || body instanceof Iterable && !(body instanceof JsonNode)
                ? Json.MAPPER.valueToTree(body)
                : body instanceof JsonNode node ? node : null;
        boolean answered = AiToolExchange.isToolAnswer(exchange);
        if (!answered && tree instanceof ObjectNode whole && areMessages(whole.path("messages"))) {
            return whole;
        }
        ObjectNode result = Json.object();
        if (prompt.definition().has("description")) {
            result.set("description", prompt.definition().get("description"));
        }
        result.set("messages", answered ? answer((ObjectNode) tree) : messages(prompt, tree, message));
        return result;
    }

    private static ArrayNode answer(ObjectNode answer) {
        if (answer.path("isError").asBoolean(false)) {
            throw new ToolArgumentException(
                    answer.at("/content/0/text").asText("A tool that is used has reported an error"));
        }
        return ofUser(answer.path("content"));
    }

    private static ArrayNode messages(OfferedRoute prompt, JsonNode tree, Message message) {
        if (areMessages(tree)) {
            return (ArrayNode) tree;
        }
        if (tree instanceof ArrayNode list && ContentItem.areAll(list)) {
            return ofUser(list);
        }
        String text;
        if (tree != null) {
            text = tree.isTextual() ? tree.textValue() : Json.text(tree);
        } else if (RouteBody.isBytes(message.getBody())) {
            text = RouteBody.decode(RouteBody.bytes(prompt.title(), message), message)
                    .orElseThrow(() ->
                            new IllegalStateException("Route of " + prompt.title() + " left bytes that are no text"));
        } else {
            text = RouteBody.text(prompt.title(), message);
        }
        return ofUser(Json.MAPPER.createArrayNode().add(ContentItem.text(text)));
    }

    private static boolean areMessages(JsonNode tree) {
        if (!(tree instanceof ArrayNode list) || list.isEmpty()) {
            return false;
        }
        for (JsonNode message : list) {
            String role = message.path("role").asText();
            if (!(role.equals("user") || role.equals("assistant")) || !ContentItem.isItem(message.path("content"))) {
                return false;
            }
        }
        return true;
    }

    private static ArrayNode ofUser(JsonNode content) {
        ArrayNode messages = Json.MAPPER.createArrayNode();
        content.forEach(item -> messages.addObject().put("role", "user").set("content", item));
        return messages;
    }
}
