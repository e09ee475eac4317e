package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.target.PathPrefix;
import java.util.List;
import java.util.Optional;

/**
 * What documents say first, as mcpo says it.
 *
 * @param title title of the document of all servers; empty for mcpo's
 * @param description what that document says first; empty for mcpo's
 * @param version version of the API where no server says one
 * @param root path at which a proxy shows the gateway: empty, or with a slash before it
 * @param prefix path below which tools are called
 */
record DocumentTexts(String title, String description, String version, String root, PathPrefix prefix) {
    private static final String TITLE = "MCP OpenAPI Proxy";
    private static final String DESCRIPTION = "Automatically generated API from MCP Tool Schemas";

    /**
     * The heading of the document of all servers.
     *
     * @param servers their names
     * @return with a link to the documents of each
     */
    Heading ofAll(List<String> servers) {
        StringBuilder text = new StringBuilder(description.isEmpty() ? DESCRIPTION : description);
        if (!servers.isEmpty()) {
            text.append("\n\n- **available tools**：");
            for (String server : servers) {
                String path = root + prefix + OperationNames.encoded(server) + "/docs";
                text.append("\n    - [")
                        .append(server)
                        .append("](")
                        .append(path)
                        .append(')');
            }
        }
        return new Heading(
                title.isEmpty() ? TITLE : title,
                version,
                text.toString(),
                Optional.of(root).filter(path -> !path.isEmpty()));
    }

    /**
     * The heading of the document of one server.
     *
     * @param server its name
     * @param info its {@code serverInfo}, once known
     * @param instructions its instructions to models, if it gave any
     * @param below whether its tools stand below its name
     * @return what the server says of itself, as far as it does
     */
    Heading ofServer(String server, Optional<ObjectNode> info, Optional<String> instructions, boolean below) {
        String name = text(info, "name").orElse(server);
        return new Heading(
                name,
                text(info, "version").orElse(version),
                instructions.filter(text -> !text.isBlank()).orElse(name + " MCP Server"),
                below ? Optional.of(root + prefix + OperationNames.encoded(server)) : address(""));
    }

    /** Where paths begin; empty where that is the root. */
    private Optional<String> address(String server) {
        String address = root + prefix + server;
        String plain = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        return plain.isEmpty() ? Optional.empty() : Optional.of(plain);
    }

    private static Optional<String> text(Optional<ObjectNode> info, String name) {
        return info.map(known -> known.path(name)).map(JsonNode::textValue).filter(text -> !text.isBlank());
    }
}
