package io.mehari.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.TreeWeight;
import java.util.Optional;

/**
 * A result as one text that can be cut: its own text where it is a single one, else its JSON. Immutable.
 *
 * @param format {@code text} or {@code json}
 * @param text all of it
 * @param wrapped whether {@code structuredContent} says the same as {@code {"result": text}}, as FastMCP has it
 */
record WholeResult(String format, String text, boolean wrapped) {
    private static final String CONTENT = "content";
    private static final String STRUCTURED = "structuredContent";
    private static final String RESULT = "result";

    /**
     * The text of a result that is too long.
     *
     * @param result of a tool; not changed
     * @param promised whether the tool has promised its form by an {@code outputSchema}
     * @param over most characters that are not too long
     * @return empty for a result that is not, or that cannot be cut: one with images, sound or resources, and one whose
     *     {@code structuredContent} has a form that was promised
     */
    static Optional<WholeResult> of(ObjectNode result, boolean promised, int over) {
        JsonNode content = result.path(CONTENT);
        if (TreeWeight.of(result, over) <= over || !content.isArray() || content.isEmpty()) {
            return Optional.empty();
        }
        for (JsonNode item : content) {
            if (!"text".equals(item.path("type").asText()) || !item.path("text").isTextual()) {
                return Optional.empty();
            }
        }
        JsonNode structured = result.path(STRUCTURED);
        String first = content.get(0).path("text").textValue();
        boolean wrapped =
                structured.size() == 1 && first.equals(structured.path(RESULT).textValue());
        if (promised && !wrapped) {
            return Optional.empty();
        }
        WholeResult whole = content.size() == 1 && (wrapped || structured.isMissingNode())
                ? new WholeResult("text", first, wrapped)
                : json(result);
        return whole.text.length() > over ? Optional.of(whole) : Optional.empty();
    }

    private static WholeResult json(ObjectNode result) {
        return new WholeResult("json", Json.text(result.deepCopy().without("_meta")), false);
    }

    /** A result with another text in place of all. */
    ObjectNode with(String head) {
        ObjectNode result = Json.object();
        result.putArray(CONTENT).addObject().put("type", "text").put("text", head);
        if (wrapped) {
            result.putObject(STRUCTURED).put(RESULT, head);
        }
        return result;
    }
}
