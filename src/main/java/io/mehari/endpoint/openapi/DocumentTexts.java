package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.target.PathSegments;
import io.mehari.endpoint.rest.RestSettings;
import io.mehari.text.Version;
import java.util.List;
import java.util.Optional;

/**
 * What documents say first, as mcpo says it.
 *
 * @param configured title, description, version and root path, each of which may be empty
 * @param prefix path below which tools are called
 */
record DocumentTexts(RestSettings configured, PathPrefix prefix) {
    private static final String TITLE = "MCP OpenAPI Proxy";
    private static final String VERSION = "1.0";
    private static final String DESCRIPTION = "Automatically generated API from MCP Tool Schemas";

    /**
     * The heading of the document of all servers.
     *
     * @param servers their names
     * @return with a link to the documents of each
     */
    Heading ofAll(List<String> servers) {
        StringBuilder text = new StringBuilder(or(configured.description(), DESCRIPTION));
        if (!servers.isEmpty()) {
            text.append("\n\n- **available tools**：");
            for (String server : servers) {
                String path = root() + prefix + PathSegments.encoded(server) + "/docs";
                text.append("\n    - [")
                        .append(server)
                        .append("](")
                        .append(path)
                        .append(')');
            }
        }
        return new Heading(
                or(configured.title(), TITLE),
                version(),
                text.toString(),
                Optional.of(root()).filter(path -> !path.isEmpty()));
    }

    /**
     * The heading of the document of one server.
     *
     * @param server its name
     * @param info its {@code serverInfo}, once known
     * @param instructions its instructions to models, if it gave any
     * @param below whether its tools stand below its name; else it is the only one, and what is configured holds before what
     *     it says, but not in mcpo
     * @return what the server says of itself, as far as it does
     */
    Heading ofServer(String server, Optional<ObjectNode> info, Optional<String> instructions, boolean below) {
        String name = text(info, "name").orElse(server);
        String version = text(info, "version").orElse(version());
        String description = instructions.filter(text -> !text.isBlank()).orElse(name + " MCP Server");
        if (below) {
            String address = root() + prefix + PathSegments.encoded(server);
            return new Heading(name, version, description, Optional.of(address));
        }
        if (configured.isExact()) {
            return new Heading(name, version, description, address());
        }
        return new Heading(
                or(configured.title(), name),
                or(configured.version(), version),
                or(configured.description(), description),
                address());
    }

    /**
     * The version of the API where no server says one.
     *
     * @return mcpo's where documents are those of mcpo
     */
    String version() {
        return or(configured.version(), configured.isExact() ? VERSION : Version.current());
    }

    /**
     * The path at which a proxy shows the gateway.
     *
     * @return empty, or with a slash before it and none behind
     */
    String root() {
        return configured.rootPath();
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    /**
     * The heading of the document of a tool group.
     *
     * @param group its name
     * @param about what it is for; empty if nobody said so
     * @return its tools stand below the group
     */
    Heading ofGroup(String group, String about) {
        return new Heading(
                group,
                version(),
                about.isEmpty() ? "Tools of group " + group : about,
                Optional.of(root() + "/groups/" + group));
    }

    /** Where paths begin; empty where that is the root. */
    private Optional<String> address() {
        String address = root() + prefix;
        String plain = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        return plain.isEmpty() ? Optional.empty() : Optional.of(plain);
    }

    private static Optional<String> text(Optional<ObjectNode> info, String name) {
        return info.map(known -> known.path(name)).map(JsonNode::textValue).filter(text -> !text.isBlank());
    }
}
