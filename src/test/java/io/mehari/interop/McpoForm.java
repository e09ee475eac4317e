package io.mehari.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mehari.protocol.Json;

/**
 * The body that {@code POST /{server}/{tool}} must answer for a successful result, written from section 1 of the
 * contracts ({@code compat: fixed}) and sharing nothing with the gateway's own code.
 */
final class McpoForm {
    private McpoForm() {}

    static JsonNode of(JsonNode result) {
        JsonNode content = result.path("content");
        if (content.isEmpty() && result.hasNonNull("structuredContent")) {
            return result.get("structuredContent");
        }
        if (content.size() == 1) {
            return item(content.get(0));
        }
        ArrayNode items = Json.MAPPER.createArrayNode();
        content.forEach(item -> items.add(item(item)));
        return items;
    }

    private static JsonNode item(JsonNode item) {
        return switch (item.path("type").asText()) {
            case "text" -> text(item.path("text"));
            case "image", "audio" ->
                TextNode.valueOf("data:" + item.path("mimeType").asText() + ";base64,"
                        + item.path("data").asText());
            default -> item;
        };
    }

    private static JsonNode text(JsonNode text) {
        try {
            JsonNode parsed = Json.read(text.asText());
            return parsed.isContainerNode() ? parsed : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
