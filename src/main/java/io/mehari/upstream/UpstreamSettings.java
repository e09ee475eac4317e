package io.mehari.upstream;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings of one upstream: one entry of {@code mcpServers}.
 *
 * @param name name of the server (contracts, section 4)
 * @param stdio how to start it
 * @param disabledTools names of tools that are neither listed nor called
 * @param trustAnnotations whether the server's own {@code readOnlyHint} and {@code idempotentHint} decide what may
 *     be sent again
 * @param calls limits that hold for its tools
 * @param toolCalls limits of single tools, by tool name, where they differ
 * @param fingerprint SHA-256 of what was configured: part of every cache key
 */
public record UpstreamSettings(
        String name,
        StdioSettings stdio,
        Set<String> disabledTools,
        boolean trustAnnotations,
        CallSettings calls,
        Map<String, CallSettings> toolCalls,
        String fingerprint) {

    public UpstreamSettings {
        disabledTools = Set.copyOf(disabledTools);
        toolCalls = Map.copyOf(toolCalls);
    }

    /** The limits that hold for this tool. */
    public CallSettings callsOf(String tool) {
        return toolCalls.getOrDefault(tool, calls);
    }

    /**
     * How to start a stdio server.
     *
     * @param command program, looked up on the PATH
     * @param args its arguments
     * @param env variables added to the environment of the gateway; may hold secrets, never logged
     * @param directory working directory; empty for the gateway's own
     */
    public record StdioSettings(String command, List<String> args, Map<String, String> env, String directory) {
        public StdioSettings {
            args = List.copyOf(args);
            env = Map.copyOf(env);
        }

        @Override
        public String toString() {
            return "StdioSettings[command=" + command + ", env=" + env.keySet() + "]";
        }
    }
}
