package io.mehari.learning;

/**
 * A tool of a server. Immutable.
 *
 * @param server name of the upstream
 * @param tool name of the tool
 */
public record ToolName(String server, String tool) implements Comparable<ToolName> {
    @Override
    public int compareTo(ToolName other) {
        int servers = server.compareTo(other.server);
        return servers == 0 ? tool.compareTo(other.tool) : servers;
    }
}
