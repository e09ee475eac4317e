package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.rest.RestGateway;
import io.mehari.endpoint.rest.RestSettings;
import io.mehari.endpoint.rest.form.Compat;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a real server says of itself, as it was recorded, and the document that mcpo 0.0.20 makes of it. */
record RecordedServer(String name, ObjectNode said, ObjectNode ofMcpo) {
    static final List<String> NAMES =
            List.of("everything", "files", "memory", "thinking", "git", "time", "fetch", "probe");

    static final RestSettings EXACT = RestGateway.settings(Compat.EXACT, "", "", "", "");

    static RecordedServer of(String name) throws IOException {
        return new RecordedServer(name, read(name + ".tools.json"), read(name + ".openapi.json"));
    }

    static ObjectNode read(String file) throws IOException {
        try (InputStream stream = RecordedServer.class.getResourceAsStream(file)) {
            return (ObjectNode) Json.read(stream);
        }
    }

    List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode definition : said.get("tools")) {
            tools.add(Tools.tool(name, (ObjectNode) definition, Tools.limits().build(), false));
        }
        return tools;
    }

    List<PathTool> pathTools() {
        return tools().stream().map(PathTool::byName).toList();
    }

    Heading heading() {
        return new DocumentTexts(EXACT, PathPrefix.ROOT)
                .ofServer(
                        name,
                        Optional.of((ObjectNode) said.get("serverInfo")),
                        Optional.ofNullable(said.path("instructions").textValue()),
                        true);
    }

    ObjectNode document(boolean exact, boolean whole) {
        return ToolDocument.build(new DocumentStyle(exact, false), heading(), pathTools(), whole, warning -> {});
    }
}
