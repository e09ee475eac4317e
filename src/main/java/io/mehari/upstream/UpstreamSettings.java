package io.mehari.upstream;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of one upstream: one entry of {@code mcpServers}. Either {@code stdio} or {@code http} is there, or the
 * problem on account of which it is left out.
 *
 * @param name name of the server
 * @param stdio how to start it; null for a server that is reached by HTTP
 * @param http how to reach it; null for a server that is a child process
 * @param tools which of its tools there are for callers
 * @param trustAnnotations whether the server's own {@code readOnlyHint} and {@code idempotentHint} decide what may
 *     be sent again
 * @param calls limits that hold for its tools
 * @param toolCalls limits of single tools, by tool name, where they differ
 * @param fingerprint SHA-256 of what was configured: part of every cache key
 * @param stateless whether the operator says that the server keeps nothing between calls, so that several processes
 *     may share them
 * @param pool how many connections there may be, if that was said
 * @param connect how long the server may take to become ready, if that was said
 * @param problem why its entry cannot be used, if it cannot: the server is listed with it and not started
 * @param clientCapabilities client capabilities that its usual connection declares although nobody has them there: some
 *     servers show tools, or start at all, only to clients that have them
 * @param replicas settings of several connections that serve as this one server, each called like the server, {@code #}
 *     and its place in the list; none for a server that is reached in one way. What is common to all stands in each,
 *     and {@code stdio} or {@code http} of the server are those of the first
 */
public record UpstreamSettings(
        String name,
        StdioSettings stdio,
        HttpSettings http,
        AllowedTools tools,
        boolean trustAnnotations,
        CallSettings calls,
        Map<String, CallSettings> toolCalls,
        String fingerprint,
        boolean stateless,
        Optional<Pool> pool,
        Optional<Duration> connect,
        Optional<String> problem,
        Set<String> clientCapabilities,
        List<UpstreamSettings> replicas) {

    public UpstreamSettings {
        replicas = List.copyOf(replicas);
        clientCapabilities = Set.copyOf(clientCapabilities);
        toolCalls = Map.copyOf(toolCalls);
    }

    /** Settings of a server with one connection, or as many as usual, and nothing out of the ordinary. */
    public UpstreamSettings(
            String name,
            StdioSettings stdio,
            HttpSettings http,
            Set<String> disabledTools,
            boolean trustAnnotations,
            CallSettings calls,
            Map<String, CallSettings> toolCalls,
            String fingerprint) {
        this(
                name,
                stdio,
                http,
                AllowedTools.without(disabledTools),
                trustAnnotations,
                calls,
                toolCalls,
                fingerprint,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                List.of());
    }

    /**
     * Settings of a server whose entry cannot be used.
     *
     * @param name of the entry
     * @param fingerprint of the entry
     * @param problem cause and remedy, without a value in it that may be a secret
     * @return settings with neither a process nor an address
     */
    public static UpstreamSettings misconfigured(String name, String fingerprint, String problem) {
        UpstreamSettings nothing =
                new UpstreamSettings(name, null, null, Set.of(), false, CallSettings.DEFAULTS, Map.of(), fingerprint);
        return new ChangedSettings(nothing).problem(problem).settings();
    }

    /**
     * The same settings with other tools for callers.
     *
     * @param allowed which there are
     */
    public UpstreamSettings withTools(AllowedTools allowed) {
        return new ChangedSettings(this).tools(allowed).settings();
    }

    /**
     * The same settings with another limit for connecting.
     *
     * @param longest how long the server may take to become ready
     */
    public UpstreamSettings withConnect(Duration longest) {
        return new ChangedSettings(this)
                .connect(longest)
                .replicas(replica -> replica.withConnect(longest))
                .settings();
    }

    /**
     * The same settings for a server that may have several connections.
     *
     * @param shared whether several processes may share its calls
     * @param connections how many there may be; null where nothing was said
     */
    public UpstreamSettings withPool(boolean shared, Pool connections) {
        return new ChangedSettings(this).pool(shared, connections).settings();
    }

    /**
     * The same settings for one connection: one process, whatever the server may have otherwise.
     *
     * @return these settings if they ask for one process anyway
     */
    public UpstreamSettings single() {
        return stateless ? withPool(false, pool.orElse(null)) : this;
    }

    /**
     * The same settings with client capabilities that the usual connection declares.
     *
     * @param declared their names
     */
    public UpstreamSettings withClientCapabilities(Set<String> declared) {
        return new ChangedSettings(this)
                .clientCapabilities(declared)
                .replicas(replica -> replica.withClientCapabilities(declared))
                .settings();
    }

    /**
     * The same settings for one of several connections that serve as this server.
     *
     * @param index its place in the list, from 0
     * @param process how to start it; null for one behind a url
     * @param address how to reach it; null for a process
     * @return settings called like this server, {@code #} and the index
     */
    public UpstreamSettings replica(int index, StdioSettings process, HttpSettings address) {
        return new ChangedSettings(this)
                .name(name + "#" + index)
                .reachedBy(process, address)
                .replicas(List.of())
                .settings();
    }

    /**
     * The same settings under another name.
     *
     * @param other the name
     */
    public UpstreamSettings named(String other) {
        return new ChangedSettings(this).name(other).settings();
    }

    /**
     * The same settings for a server that several connections serve as.
     *
     * @param all their settings, made by {@link #replica}; at least one
     */
    public UpstreamSettings withReplicas(List<UpstreamSettings> all) {
        return new ChangedSettings(this)
                .reachedBy(all.get(0).stdio(), all.get(0).http())
                .replicas(all)
                .settings();
    }

    /** Settings of a stdio server. */
    public UpstreamSettings(
            String name,
            StdioSettings stdio,
            Set<String> disabledTools,
            boolean trustAnnotations,
            CallSettings calls,
            Map<String, CallSettings> toolCalls,
            String fingerprint) {
        this(name, stdio, null, disabledTools, trustAnnotations, calls, toolCalls, fingerprint);
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
     * @param env variables of its own, which hold before those it inherits; may hold secrets, never logged
     * @param directory working directory; empty for the gateway's own
     * @param inherited which variables of the gateway's environment it gets
     */
    public record StdioSettings(
            String command,
            List<String> args,
            Map<String, String> env,
            String directory,
            InheritedVariables inherited) {
        public StdioSettings {
            args = List.copyOf(args);
            env = Map.copyOf(env);
        }

        /** Settings of a server that inherits what programs usually need. */
        public StdioSettings(String command, List<String> args, Map<String, String> env, String directory) {
            this(command, args, env, directory, InheritedVariables.USUAL);
        }

        @Override
        public String toString() {
            return "StdioSettings[command=" + command + ", env=" + env.keySet() + "]";
        }
    }

    /**
     * Processes of a stateless stdio server, or connections to a server behind a URL.
     *
     * @param min always there; of no meaning behind a URL, where connections come and go with the requests
     * @param max never more
     */
    public record Pool(int min, int max) {
        /** What holds where nothing is said. */
        public static final Pool DEFAULT = new Pool(2, 10);
    }

    /** How to talk to a server behind a URL. */
    public enum Transport {
        /** Not configured: streamable HTTP is tried first, then HTTP+SSE. */
        PROBE,
        /** One address for everything (2025-03-26 and later). */
        STREAMABLE_HTTP,
        /** HTTP+SSE: an event stream and a second address for messages (2024-11-05). */
        SSE
    }

    /**
     * How to reach a server by HTTP.
     *
     * @param url address of its MCP endpoint, {@code http} or {@code https}
     * @param transport how to talk to it
     * @param headers sent with every request, values resolved; may hold secrets, never logged
     * @param tls certificates, where the defaults of the JVM do not do
     * @param proxy an HTTP proxy, as {@code http://[user:password@]host:port}; may hold a secret
     * @param forwarding which headers of callers go on with their calls
     */
    public record HttpSettings(
            URI url,
            Transport transport,
            Map<String, String> headers,
            Optional<Tls> tls,
            Optional<URI> proxy,
            HeaderForwarding forwarding) {
        public HttpSettings {
            headers = Map.copyOf(headers);
        }

        /** Settings of a server that gets no headers of callers. */
        public HttpSettings(
                URI url, Transport transport, Map<String, String> headers, Optional<Tls> tls, Optional<URI> proxy) {
            this(url, transport, headers, tls, proxy, HeaderForwarding.NONE);
        }

        @Override
        public String toString() {
            return "HttpSettings[origin=" + url.getScheme() + "://" + url.getHost() + ":" + url.getPort()
                    + ", transport=" + transport + ", headers=" + headers.keySet() + "]";
        }
    }

    /**
     * Certificates of one server's connections, all in PEM files.
     *
     * @param caFile certificates trusted instead of the JVM's
     * @param certificateFile the gateway's own certificate chain, for servers that ask for one
     * @param keyFile its private key, PKCS#8 and without a password
     */
    public record Tls(Optional<Path> caFile, Optional<Path> certificateFile, Optional<Path> keyFile) {}
}
