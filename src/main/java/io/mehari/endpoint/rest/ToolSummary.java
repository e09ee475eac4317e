package io.mehari.endpoint.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.util.List;

/** What lists say of a tool. Stateless. */
public final class ToolSummary {
    private static final List<String> OF_DEFINITION = List.of("title", "description");

    private ToolSummary() {}

    /**
     * The summary of one tool.
     *
     * @param tool the tool
     * @return a new tree of server, name, title and description
     */
    public static ObjectNode of(Tool tool) {
        ObjectNode summary = Json.object().put("server", tool.server()).put("name", tool.name());
        for (String field : OF_DEFINITION) {
            if (tool.definition().has(field)) {
                summary.set(field, tool.definition().get(field));
            }
        }
        return summary;
    }

    /**
     * Writes the same without a tree: lists are long, and asked for often.
     *
     * @param json where to write a value
     * @param tool the tool
     * @throws IOException if it cannot be written
     */
    static void write(JsonGenerator json, Tool tool) throws IOException {
        json.writeStartObject();
        json.writeStringField("server", tool.server());
        json.writeStringField("name", tool.name());
        for (String field : OF_DEFINITION) {
            JsonNode value = tool.definition().get(field);
            if (value != null) {
                json.writeFieldName(field);
                json.writeTree(value);
            }
        }
        json.writeEndObject();
    }
}
