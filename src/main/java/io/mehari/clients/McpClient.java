package io.mehari.clients;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The clients whose configuration files are known, each as its own documentation has it. */
public enum McpClient {
    /** Its file knows processes only. */
    CLAUDE_DESKTOP(
            "Claude Desktop",
            "mcpServers",
            Secret.NONE,
            null,
            at -> at.configuration().resolve("Claude").resolve("claude_desktop_config.json"),
            "Quit Claude Desktop and start it again; the tools are below the + of the input, its log is mcp-server-NAME.log."),
    /** The file of a project, which may be shared. */
    CLAUDE_CODE(
            "Claude Code",
            "mcpServers",
            new Secret("${MEHARI_API_KEY}", true),
            "http",
            at -> at.folder().resolve(".mcp.json"),
            "This is the file of the project in this folder; 'claude mcp list' shows whether it connects, as does /mcp."),
    /** The file of the user; a project has {@code .vscode/mcp.json}. */
    VSCODE(
            "VS Code",
            "servers",
            new Secret("${input:mehari_key}", false),
            "http",
            at -> at.configuration().resolve("Code").resolve("User").resolve("mcp.json"),
            "This is the file of the user, a project has .vscode/mcp.json; 'MCP: List Servers' starts it and shows its log."),
    /** The file of the user; a project has {@code .cursor/mcp.json}. */
    CURSOR(
            "Cursor",
            "mcpServers",
            new Secret("${env:MEHARI_API_KEY}", true),
            "",
            at -> at.home().resolve(".cursor").resolve("mcp.json"),
            "This is the file of the user, a project has .cursor/mcp.json; Settings, MCP shows whether it connects."),
    /** The list of servers that the Inspector keeps. */
    INSPECTOR(
            "MCP Inspector",
            "mcpServers",
            Secret.NONE,
            "http",
            at -> at.home().resolve(".mcp-inspector").resolve("mcp.json"),
            "'npx @modelcontextprotocol/inspector' shows it in its list of servers.");

    /**
     * How a client gets a secret that does not stand in its file.
     *
     * @param placeholder stands in the file; empty if it has to be the secret itself
     * @param variable whether it is a variable that has to be set
     */
    record Secret(String placeholder, boolean variable) {
        static final Secret NONE = new Secret("", false);
    }

    private final String title;
    private final String list;
    private final Secret secret;
    private final String httpType;
    private final Function<Surroundings, Path> file;
    private final String afterwards;

    McpClient(
            String title,
            String list,
            Secret secret,
            String httpType,
            Function<Surroundings, Path> file,
            String afterwards) {
        this.title = title;
        this.list = list;
        this.secret = secret;
        this.httpType = httpType;
        this.file = file;
        this.afterwards = afterwards;
    }

    /**
     * The client of this name.
     *
     * @param name such as {@code claude-desktop}
     * @return empty if there is none
     */
    public static Optional<McpClient> of(String name) {
        return Arrays.stream(values())
                .filter(client -> client.id().equals(name))
                .findFirst();
    }

    /** The name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name that people know. */
    public String title() {
        return title;
    }

    /** The key of its file below which servers stand. */
    public String list() {
        return list;
    }

    /** Where its file is. */
    public Path file(Surroundings surroundings) {
        return file.apply(surroundings);
    }

    /** What to do when the entry is there, and how to see that it works. */
    public String afterwards() {
        return afterwards;
    }

    /** Whether its file can name an address; otherwise it has to start a process. */
    public boolean knowsAddresses() {
        return httpType != null;
    }

    /** Whether it can get a key that does not stand in its file. */
    public boolean keepsSecrets() {
        return !secret.placeholder().isEmpty();
    }

    /** Whether the variable {@code MEHARI_API_KEY} has to be set for it. */
    public boolean needsVariable() {
        return secret.variable();
    }

    /** What stands in its file for a key. */
    String placeholder() {
        return secret.placeholder();
    }

    /**
     * The entry by which it calls an address.
     *
     * @param key in clear; empty for the client's own way to get it; null for none at all
     */
    ObjectNode address(String url, String key) {
        ObjectNode entry = Json.object();
        if (!httpType.isEmpty()) {
            entry.put("type", httpType);
        }
        entry.put("url", url);
        if (key != null) {
            entry.putObject("headers").put("Authorization", "Bearer " + (key.isEmpty() ? placeholder() : key));
        }
        return entry;
    }

    /** Whether its entries name the kind of a server that is a process. */
    boolean namesStdio() {
        return this != CLAUDE_DESKTOP && this != CURSOR;
    }

    /** Questions that its file has to ask of the user for a placeholder. */
    List<ObjectNode> inputs() {
        if (this != VSCODE) {
            return List.of();
        }
        return List.of(Json.object()
                .put("type", "promptString")
                .put("id", "mehari_key")
                .put("description", "API key of Mehari")
                .put("password", true));
    }
}
