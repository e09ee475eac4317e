package io.mehari.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mehari.protocol.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sums of tools in contexts as a value in Redis: a JSON array with an array for each context, of its text and of its tools as
 * {@link SharedSumsText} has them. What is not one is not taken for one. Stateless.
 */
final class SharedContextsText {
    private SharedContextsText() {}

    /** {@return empty if there is none: the value is not there then, as in versions that knew no contexts} */
    static String of(Map<ContextTool, ToolSums> contexts) {
        if (contexts.isEmpty()) {
            return "";
        }
        Map<String, Map<ToolName, ToolSums>> tools = new TreeMap<>();
        contexts.forEach((each, sums) -> tools.computeIfAbsent(each.context(), missing -> new TreeMap<>())
                .put(each.tool(), sums));
        ArrayNode all = Json.MAPPER.createArrayNode();
        tools.forEach((context, sums) -> all.addArray().add(context).add(SharedSumsText.array(sums)));
        return Json.text(all);
    }

    /** Empty if any part of it is not as {@link #of} writes it. */
    static Optional<Map<ContextTool, ToolSums>> read(String text) {
        Map<ContextTool, ToolSums> contexts = new HashMap<>();
        try {
            JsonNode all = text.isEmpty() ? Json.MAPPER.createArrayNode() : Json.read(text);
            if (!all.isArray()) {
                return Optional.empty();
            }
            for (JsonNode one : all) {
                Optional<Map<ToolName, ToolSums>> tools =
                        isContext(one) ? SharedSumsText.read(one.get(1)) : Optional.empty();
                if (tools.isEmpty()) {
                    return Optional.empty();
                }
                String context = one.get(0).textValue();
                tools.get().forEach((tool, sums) -> contexts.put(new ContextTool(context, tool), sums));
            }
            return Optional.of(contexts);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean isContext(JsonNode one) {
        return one.isArray()
                && one.size() == 2
                && SharedSumsText.isName(one.get(0))
                && !one.get(0).textValue().isEmpty();
    }
}
