package io.mehari.component.aitool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.Base64;
import java.util.Optional;
import org.apache.camel.Message;

/** Items of content as MCP has them ({@code ContentBlock}), made of the body of a tool route. Stateless. */
public final class ContentItem {
    private ContentItem() {}

    /**
     * The body as an item: bytes whose header {@code Content-Type} says image or audio as such, other bytes that are no text
     * as an embedded resource, everything else as text.
     *
     * @param tool names the resource
     * @param message body and header
     * @return a new tree
     * @throws IllegalStateException if the body is larger than 32 MiB, or cannot be read
     */
    static ObjectNode of(AiTool tool, Message message) {
        if (!RouteBody.isBytes(message.getBody())) {
            return text(RouteBody.text(nameOf(tool), message));
        }
        byte[] bytes = RouteBody.bytes(nameOf(tool), message);
        String type = RouteBody.typeOf(message);
        if (type.startsWith("image/") || type.startsWith("audio/")) {
            return Json.object()
                    .put("type", type.substring(0, "image".length()))
                    .put("data", Base64.getEncoder().encodeToString(bytes))
                    .put("mimeType", type);
        }
        Optional<String> text =
                type.isEmpty() || RouteBody.isText(type) ? RouteBody.decode(bytes, message) : Optional.empty();
        return text.map(ContentItem::text).orElseGet(() -> resource(tool, bytes, type));
    }

    private static String nameOf(AiTool tool) {
        return "tool " + tool.name();
    }

    /**
     * An item of text.
     *
     * @param text what it says
     * @return a new tree
     */
    public static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    /**
     * Whether a list holds nothing but items of content, and at least one.
     *
     * @param list any list
     * @return true if it is content
     */
    public static boolean areAll(ArrayNode list) {
        for (JsonNode item : list) {
            if (!isItem(item)) {
                return false;
            }
        }
        return !list.isEmpty();
    }

    /**
     * Whether a tree is an item of content.
     *
     * @param item any tree
     * @return true if it has what its type needs
     */
    public static boolean isItem(JsonNode item) {
        return switch (item.path("type").asText()) {
            case "text" -> item.path("text").isTextual();
            case "image", "audio" ->
                item.path("data").isTextual() && item.path("mimeType").isTextual();
            case "resource_link" ->
                item.path("uri").isTextual() && item.path("name").isTextual();
            case "resource" -> isResource(item.path("resource"));
            default -> false;
        };
    }

    /**
     * Whether a tree is the contents of a resource.
     *
     * @param resource any tree
     * @return true if it has an address, and text or bytes
     */
    public static boolean isResource(JsonNode resource) {
        return resource.path("uri").isTextual()
                && (resource.path("text").isTextual() || resource.path("blob").isTextual());
    }

    private static ObjectNode resource(AiTool tool, byte[] bytes, String type) {
        ObjectNode item = Json.object().put("type", "resource");
        item.putObject("resource")
                .put("uri", "tool:" + tool.server() + "/" + tool.name())
                .put("mimeType", type.isEmpty() ? "application/octet-stream" : type)
                .put("blob", Base64.getEncoder().encodeToString(bytes));
        return item;
    }
}
