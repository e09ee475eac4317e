package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.protocol.Json;
import java.util.List;

/** What lists say of a tool. Stateless. */
public final class ToolSummary {
    private ToolSummary() {}

    /**
     * The summary of one tool.
     *
     * @param tool the tool
     * @return a new tree of server, name, title and description
     */
    public static ObjectNode of(Tool tool) {
        ObjectNode summary = Json.object().put("server", tool.server()).put("name", tool.name());
        for (String field : List.of("title", "description")) {
            if (tool.definition().has(field)) {
                summary.set(field, tool.definition().get(field));
            }
        }
        return summary;
    }
}
