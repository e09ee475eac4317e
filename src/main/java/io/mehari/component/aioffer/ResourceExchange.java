package io.mehari.component.aioffer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.aitool.AiToolExchange;
import io.mehari.component.aitool.ContentItem;
import io.mehari.component.aitool.RouteBody;
import io.mehari.component.aitool.ToolArgumentException;
import io.mehari.protocol.Json;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;

/**
 * Translates between {@code resources/read} and the route that is the resource: address in, {@code contents} out.
 * Stateless.
 */
public final class ResourceExchange {
    private static final String URI = "uri";
    private static final String MIME_TYPE = "mimeType";

    private ResourceExchange() {}

    /**
     * An exchange for the route: the address as header {@code uri}, each variable of a template as a header of its name and
     * all of them as a JSON tree in the body, which is empty for a fixed address.
     *
     * @param context in which the route runs
     * @param resource the route
     * @param uri the address that is read, which the route has or matches
     * @return a new exchange
     */
    public static Exchange of(CamelContext context, OfferedRoute resource, String uri) {
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
        exchange.getMessage().setHeader(URI, uri);
        resource.template().flatMap(template -> template.match(uri)).ifPresent(variables -> {
            ObjectNode body = Json.object();
            variables.forEach((name, value) -> {
                exchange.getMessage().setHeader(name, value);
                body.put(name, value);
            });
            exchange.getMessage().setBody(body);
        });
        return exchange;
    }

    /**
     * The route's body as a {@code resources/read} result: an object of that form as it is; what a tool has answered as the
     * contents that it names, its structured result before its text; bytes as text if their type is one of text, else as
     * base64; a tree as JSON; anything else as text.
     *
     * @param resource the route
     * @param uri the address that was read
     * @param exchange after the route has run
     * @return a new tree; empty if the route has left nothing, which says that there is no such resource
     * @throws ToolArgumentException if the tool whose answer the body is has reported an error
     * @throws IllegalStateException if the body is larger than 32 MiB or cannot be read
     */
    public static Optional<ObjectNode> result(OfferedRoute resource, String uri, Exchange exchange) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        if (body == null) {
            return Optional.empty();
        }
        boolean answered = AiToolExchange.isToolAnswer(exchange);
        JsonNode tree = body instanceof Map || body instanceof Iterable && !(body instanceof JsonNode)
                ? Json.MAPPER.valueToTree(body)
                : body instanceof JsonNode node ? node : null;
        if (!answered && tree instanceof ObjectNode whole && isResult(whole)) {
            return Optional.of(whole);
        }
        ObjectNode result = Json.object();
        ArrayNode contents = result.putArray("contents");
        if (answered) {
            addAnswer(resource, uri, (ObjectNode) body, contents);
        } else if (tree != null) {
            contents.add(text(typeOf(resource, "application/json"), uri, textOf(tree)));
        } else {
            contents.add(ofBody(resource, uri, message));
        }
        return Optional.of(result);
    }

    private static boolean isResult(ObjectNode tree) {
        if (!(tree.get("contents") instanceof ArrayNode contents) || contents.isEmpty()) {
            return false;
        }
        for (JsonNode item : contents) {
            if (!ContentItem.isResource(item)) {
                return false;
            }
        }
        return true;
    }

    private static void addAnswer(OfferedRoute resource, String uri, ObjectNode answer, ArrayNode contents) {
        String first = answer.at("/content/0/text").asText("");
        if (answer.path("isError").asBoolean(false)) {
            throw new ToolArgumentException(first.isEmpty() ? "A tool that is used has reported an error" : first);
        }
        if (answer.has("structuredContent")) {
            contents.add(text(typeOf(resource, "application/json"), uri, Json.text(answer.get("structuredContent"))));
            return;
        }
        for (JsonNode item : answer.path("content")) {
            switch (item.path("type").asText()) {
                case "text" ->
                    contents.add(text(
                            typeOf(resource, "text/plain"),
                            uri,
                            item.path("text").asText()));
                case "image", "audio" ->
                    contents.add(Json.object()
                            .put(URI, uri)
                            .put(MIME_TYPE, item.path(MIME_TYPE).asText())
                            .put("blob", item.path("data").asText()));
                case "resource" -> contents.add(item.path("resource"));
                default -> contents.add(text("application/json", uri, Json.text(item)));
            }
        }
    }

    private static ObjectNode ofBody(OfferedRoute resource, String uri, Message message) {
        boolean isBytes = RouteBody.isBytes(message.getBody());
        String header = RouteBody.typeOf(message);
        String type = typeOf(resource, !isBytes || header.isEmpty() ? "text/plain" : header);
        boolean isText = RouteBody.isText(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
        if (!isBytes && isText) {
            return text(type, uri, RouteBody.text(resource.title(), message));
        }
        byte[] bytes = RouteBody.bytes(resource.title(), message);
        return (isText ? RouteBody.decode(bytes, message) : Optional.<String>empty())
                .map(text -> text(type, uri, text))
                .orElseGet(() -> Json.object()
                        .put(URI, uri)
                        .put(MIME_TYPE, isText && !isDeclared(resource) ? "application/octet-stream" : type)
                        .put("blob", Base64.getEncoder().encodeToString(bytes)));
    }

    private static boolean isDeclared(OfferedRoute resource) {
        return resource.definition().has(MIME_TYPE);
    }

    private static String typeOf(OfferedRoute resource, String otherwise) {
        return resource.definition().path(MIME_TYPE).asText(otherwise);
    }

    private static ObjectNode text(String type, String uri, String text) {
        return Json.object().put(URI, uri).put(MIME_TYPE, type).put("text", text);
    }

    private static String textOf(JsonNode tree) {
        return tree.isTextual() ? tree.textValue() : Json.text(tree);
    }
}
