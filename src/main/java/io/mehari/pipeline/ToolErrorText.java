package io.mehari.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The text of an error that a tool reports of itself ({@code isError}). */
final class ToolErrorText {
    private ToolErrorText() {}

    /**
     * Its text items, one to a line.
     *
     * @param result of {@code tools/call}
     * @param most characters
     * @return empty if it has no text
     */
    static String of(ObjectNode result, int most) {
        StringBuilder text = new StringBuilder();
        for (JsonNode item : result.path("content")) {
            String line = item.path("text").asText("");
            if (!line.isEmpty() && text.length() < most) {
                text.append(text.isEmpty() ? "" : "\n").append(line, 0, Math.min(line.length(), most));
            }
        }
        text.setLength(Math.min(text.length(), most));
        return text.toString();
    }
}
