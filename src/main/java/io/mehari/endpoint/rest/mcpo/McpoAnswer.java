package io.mehari.endpoint.rest.mcpo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mehari.catalog.mcpo.PythonValues;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What mcpo 0.0.20 makes of the content of a result: text is read as JSON of any kind, images become data URLs, and what it
 * does not know is lost. Stateless.
 */
public final class McpoAnswer {
    /** What must be text in each kind of content, or the client in mcpo fails. */
    private static final Map<String, List<String>> FIELDS = Map.of(
            "text", List.of("text"),
            "image", List.of("data", "mimeType"),
            "audio", List.of("data", "mimeType"),
            "resource", List.of(),
            "resource_link", List.of("name", "uri"));

    private McpoAnswer() {}

    /**
     * Why mcpo fails on a result.
     *
     * @param result of the tool
     * @return what is wrong, about as pydantic says it; empty if it takes the result
     */
    public static Optional<String> problem(ObjectNode result) {
        JsonNode content = result.path("content");
        if (!content.isArray()) {
            String why = content.isMissingNode() ? "Field required" : "Input should be a valid list";
            return Optional.of("1 validation error for CallToolResult\ncontent\n  " + why);
        }
        for (int i = 0; i < content.size(); i++) {
            JsonNode item = content.get(i);
            List<String> fields = FIELDS.get(item.path("type").asText(""));
            if (fields == null
                    || !fields.stream().allMatch(field -> item.path(field).isTextual())) {
                return Optional.of("1 validation error for CallToolResult\ncontent." + i
                        + "\n  Input should be a valid content block");
            }
        }
        return Optional.empty();
    }

    /**
     * The answer.
     *
     * @param result a result without a {@link #problem}
     * @return one item as it is, several or none as an array
     */
    public static JsonNode of(ObjectNode result) {
        ArrayNode items = Json.MAPPER.createArrayNode();
        for (JsonNode item : result.path("content")) {
            switch (item.path("type").asText("")) {
                case "text" -> items.add(text(item.path("text").asText()));
                case "image" ->
                    items.add("data:" + item.path("mimeType").asText() + ";base64,"
                            + item.path("data").asText());
                case "resource" -> items.add("Embedded resource not supported yet.");
                default -> {} // lost
            }
        }
        return items.size() == 1 ? items.get(0) : items;
    }

    private static JsonNode text(String text) {
        try {
            JsonNode value = PythonJson.read(text);
            return value.isMissingNode() ? TextNode.valueOf(text) : PythonValues.of(value);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
