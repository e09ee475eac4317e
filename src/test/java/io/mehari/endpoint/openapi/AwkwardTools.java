package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.support.Tools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tools whose names or schemas are difficult, with arguments that are valid and such that are not. */
record AwkwardTools(List<Tool> tools, List<JsonNode> valid, List<JsonNode> invalid) {
    static AwkwardTools read() throws IOException {
        List<Tool> tools = new ArrayList<>();
        List<JsonNode> valid = new ArrayList<>();
        List<JsonNode> invalid = new ArrayList<>();
        for (JsonNode entry : RecordedServer.read("awkward.json").get("tools")) {
            ObjectNode definition = (ObjectNode) entry.get("definition");
            tools.add(Tools.tool("awkward", definition, Tools.limits().build(), false));
            valid.add(entry.get("valid"));
            invalid.add(entry.get("invalid"));
        }
        return new AwkwardTools(tools, valid, invalid);
    }

    ObjectNode document(boolean exact, boolean whole) {
        return ToolDocument.build(
                new DocumentStyle(exact, false),
                new Heading("awkward", "1", "Awkward tools", Optional.of("/awkward")),
                tools.stream().map(PathTool::byName).toList(),
                whole,
                warning -> {});
    }
}
