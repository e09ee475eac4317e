package io.mehari.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The hints of a tool as they stand or, where it says nothing, as MCP has them by default ({@code ToolAnnotations}).
 *
 * @param readOnly it changes nothing
 * @param destructive what it changes may be lost; never if it is read-only
 * @param idempotent running it again changes nothing more; always if it is read-only
 * @param openWorld it reaches out to more than its own system
 */
record ToolHints(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {
    /** Of a tool about which nothing is known. */
    static final ToolHints CAUTIOUS = new ToolHints(false, true, false, true);

    /** Of no tool at all: what {@link #with} begins from. */
    static final ToolHints OF_NOTHING = new ToolHints(true, false, true, false);

    /**
     * Hints as a definition has them.
     *
     * @param annotations of the definition; may be missing
     * @param unsaid hold where the definition says nothing
     */
    static ToolHints of(JsonNode annotations, ToolHints unsaid) {
        boolean readOnly = annotations.path("readOnlyHint").asBoolean(unsaid.readOnly);
        return new ToolHints(
                readOnly,
                !readOnly && annotations.path("destructiveHint").asBoolean(unsaid.destructive),
                readOnly || annotations.path("idempotentHint").asBoolean(unsaid.idempotent),
                annotations.path("openWorldHint").asBoolean(unsaid.openWorld));
    }

    /** Of a tool that uses what has these hints, and another one. */
    ToolHints with(ToolHints other) {
        return new ToolHints(
                readOnly && other.readOnly,
                destructive || other.destructive,
                idempotent && other.idempotent,
                openWorld || other.openWorld);
    }

    /** Writes those that a definition does not say. */
    void addTo(ObjectNode annotations) {
        ToolHints whole = of(annotations, this);
        putIfAbsent(annotations, "readOnlyHint", whole.readOnly);
        putIfAbsent(annotations, "destructiveHint", whole.destructive);
        putIfAbsent(annotations, "idempotentHint", whole.idempotent);
        putIfAbsent(annotations, "openWorldHint", whole.openWorld);
    }

    private static void putIfAbsent(ObjectNode annotations, String name, boolean value) {
        if (!annotations.has(name)) {
            annotations.put(name, value);
        }
    }
}
