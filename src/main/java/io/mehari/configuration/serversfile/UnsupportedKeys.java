package io.mehari.configuration.serversfile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Keys that other programs write into a server's entry and that the gateway does not act upon. Each is named: a
 * warning says what is lost, and where security would depend on the key it is an error.
 */
final class UnsupportedKeys {
    private static final String APPROVAL = "clients ask for approval, the gateway does not: without effect here";
    private static final String SHOWN = "not shown to clients by this version";
    private static final String WITHOUT_SIGN_IN =
            "this version does not support signing in by OAuth: configure a token with"
                    + " \"headers\": {\"Authorization\": \"Bearer ${TOKEN}\"}";
    private static final String NO_SANDBOX =
            "the gateway starts servers without a sandbox: start this one in a container";

    private static final Map<String, String> LOST = Map.ofEntries(
            Map.entry("instructions", SHOWN),
            Map.entry("description", SHOWN),
            Map.entry("name", "the key of the entry is the name of the server"),
            Map.entry("icon", SHOWN),
            Map.entry("endpoint", "the tools of this server are at /{server}/{tool}, wherever they were before"),
            Map.entry("port", "the gateway has one port for all servers: mehari.data.port"),
            Map.entry("autoApprove", APPROVAL),
            Map.entry("alwaysAllow", APPROVAL),
            Map.entry("trust", APPROVAL),
            Map.entry("dev", "only editors watch and debug servers"),
            Map.entry("gallery", "only editors have a gallery"),
            Map.entry("version", "only editors update servers"),
            Map.entry("watchPaths", "the server is not restarted when these files change"),
            Map.entry("alwaysLoad", "the gateway lists all tools always"));

    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("oauth", WITHOUT_SIGN_IN),
            Map.entry("auth", WITHOUT_SIGN_IN),
            Map.entry("headersHelper", "programs that produce headers are not run: write the headers in \"headers\""),
            Map.entry("sandbox", NO_SANDBOX),
            Map.entry("sandboxEnabled", NO_SANDBOX));

    /** Keys of the whole file that belong to the program it was written for. */
    private static final List<String> OF_CLAUDE_DESKTOP =
            List.of("globalShortcut", "preferences", "scale", "locale", "isUsingBuiltInNodeForMcp", "userThemeMode");

    private UnsupportedKeys() {}

    /** Looks for them in one server's entry. */
    static void ofServer(JsonObjectReader server) {
        LOST.forEach((key, loss) -> {
            server.accept(key);
            if (server.has(key)) {
                server.disregard(key, loss);
            }
        });
        REFUSED.forEach((key, why) -> {
            if (server.has(key)) {
                server.refuse(key, why);
            }
        });
        server.accept("source"); // Zed says so of every server that is not part of an extension
    }

    /** Looks for them beside the list of servers. */
    static void ofFile(JsonObjectReader root) {
        OF_CLAUDE_DESKTOP.forEach(key -> {
            if (root.has(key)) {
                root.disregard(key, "a setting of Claude Desktop, without effect here");
            }
        });
        if (root.has("inputs")) {
            root.disregard(
                    "inputs", "the gateway cannot ask the user: replace ${input:...} by ${NAME} or ${file:/path}");
        }
        if (isOpencode(root.tree("mcp"))) {
            root.refuse(
                    "mcp",
                    "servers as opencode has them: write each below \"mcpServers\", the first word of \"command\" as"
                            + " \"command\", the others as \"args\", and \"environment\" as \"env\"");
        } else if (root.has("mcp") && !root.tree("mcp").has("servers")) {
            root.refuse(
                    "mcp",
                    "settings of Gemini CLI that restrict which servers are allowed: remove the servers that are not,"
                            + " then this key");
        } else if (root.has("mcp")) {
            root.refuse("mcp", "settings of VS Code: move \"servers\" in it to the top level of the file");
        }
        proxies(root);
    }

    private static boolean isOpencode(JsonNode mcp) {
        for (JsonNode entry : mcp) {
            if (entry.path("type").isTextual() && (entry.path("command").isArray() || entry.has("url"))) {
                return true;
            }
        }
        return false;
    }

    private static void proxies(JsonObjectReader root) {
        if (!root.has("mcpProxies")) {
            return;
        }
        root.disregard(
                "mcpProxies",
                "MCP-Dock's proxies are not needed: each server is at /{server}/{tool}. Their endpoints and"
                        + " instructions are lost");
        root.tree("mcpProxies").fields().forEachRemaining(proxy -> {
            JsonNode exposed = proxy.getValue().path("exposed_tools");
            if (!exposed.isEmpty()) {
                root.problemsOf("mcpProxies", proxy.getKey())
                        .accept("exposed_tools allows " + exposed.size() + " of the tools of "
                                + proxy.getValue().path("server_name").asText("a server")
                                + ", and all could be called: write this list as \"allowedTools\" into that server's"
                                + " entry and remove it here");
            }
        });
    }
}
