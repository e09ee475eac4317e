package io.mehari.catalog;

import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.CallSettings;
import java.util.Map;

/**
 * What is configured for tools that are routes, as it stands with each server for others: entry {@code camel} of {@code
 * mcp-servers.json}. Applied when it has been read, used whenever routes begin to serve. Safe for concurrent use.
 */
public final class ToolRoutes {
    private volatile Limits limits;

    /**
     * Nothing is configured yet.
     *
     * @param calls limits that hold for tools that say nothing
     */
    public ToolRoutes(CallSettings calls) {
        this.limits = new Limits(calls, Map.of(), AllowedTools.ALL);
    }

    /**
     * What one file says.
     *
     * @param calls limits that hold for tools that say nothing
     * @param toolCalls limits by name of the tool, or by {@code server/name}
     * @param tools which tools there are for callers
     */
    public record Limits(CallSettings calls, Map<String, CallSettings> toolCalls, AllowedTools tools) {
        /** Keeps a copy. */
        public Limits {
            toolCalls = Map.copyOf(toolCalls);
        }

        /**
         * The limits of one tool.
         *
         * @param server under which it is listed
         * @param tool its name
         * @return never null
         */
        public CallSettings callsOf(String server, String tool) {
            CallSettings own = toolCalls.get(server + "/" + tool);
            return own != null ? own : toolCalls.getOrDefault(tool, calls);
        }
    }

    /**
     * A file has been read.
     *
     * @param read hold from the next time that routes begin to serve
     */
    public void apply(Limits read) {
        limits = read;
    }

    /**
     * What holds.
     *
     * @return what was applied last
     */
    public Limits limits() {
        return limits;
    }
}
