package io.mehari.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The servers in a client's file.
 *
 * @param entries by name, as they stand there; empty if there are none
 * @param where the key below which they stand, such as {@code mcp.servers}
 * @param questions what the client asks its user for, by the name that {@code ${input:name}} has
 * @param elsewhere servers that stand in other places of the file, such as those of projects
 */
public record ForeignServers(
        Map<String, JsonNode> entries, String where, Map<String, String> questions, List<String> elsewhere) {
    /** Where lists of servers stand: of most clients, of VS Code and its settings, of Zed. */
    private static final List<String> LISTS =
            List.of("/mcpServers", "/servers", "/mcp/servers", "/mcp.servers", "/context_servers");

    /**
     * Those of a file of Claude Desktop, Claude Code, VS Code ({@code mcp.json} or {@code settings.json}), Cursor, mcpo or Zed.
     *
     * @param text of the file; comments and trailing commas are allowed
     * @return without entries if the file has no list of servers
     * @throws JsonEditException if the text is not JSON
     */
    public static ForeignServers in(String text) {
        JsonNode file = JsonText.read(text);
        for (String path : LISTS) {
            if (file.at(path) instanceof ObjectNode servers) {
                Map<String, JsonNode> entries = new LinkedHashMap<>();
                servers.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
                JsonNode beside = path.startsWith("/mcp/") ? file.path("mcp") : file;
                String where = path.substring(1).replace('/', '.');
                return new ForeignServers(entries, where, questions(beside), projects(file));
            }
        }
        return new ForeignServers(Map.of(), "", Map.of(), projects(file));
    }

    private static Map<String, String> questions(JsonNode beside) {
        Map<String, String> questions = new LinkedHashMap<>();
        beside.path("inputs")
                .forEach(input -> questions.put(
                        input.path("id").asText(), input.path("description").asText("")));
        return questions;
    }

    /** Claude Code keeps servers of single projects in the file of the user. */
    private static List<String> projects(JsonNode file) {
        return file.path("projects").properties().stream()
                .filter(project -> !project.getValue().path("mcpServers").isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}
