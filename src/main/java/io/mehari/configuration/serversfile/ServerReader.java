package io.mehari.configuration.serversfile;

import io.mehari.catalog.ReservedNames;
import io.mehari.catalog.ServerNames;
import io.mehari.configuration.serversfile.TransportAliases.DeclaredTransport;
import io.mehari.configuration.serversfile.TransportAliases.Kind;
import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import io.mehari.upstream.UpstreamSettings.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads one entry of {@code mcpServers}: name, connection and limits of one server. */
final class ServerReader {
    /** Names that configuration files have for an address; all but the first are known without being suggested. */
    private static final List<String> ADDRESS = List.of("url", "serverUrl", "httpUrl");

    private static final String CLIENT_CAPABILITIES = "clientCapabilities";
    private static final List<String> CAPABILITIES = List.of("elicitation", "roots", "sampling");

    private final CallSettingsReader calls;
    private final CallSettings defaults;
    private final PoolReader pools;
    private final StdioReader stdio;
    private final RemoteReader remote;

    /**
     * @param calls reads limits
     * @param environment value of a variable by name, null if it is not set
     */
    ServerReader(CallSettingsReader calls, UnaryOperator<String> environment) {
        this(calls, CallSettings.DEFAULTS, PoolReader.DEFAULT, environment, Map.of());
    }

    /**
     * @param calls reads limits
     * @param defaults limits of servers that say nothing about them
     * @param pools reads how many connections a server has
     * @param environment value of a variable by name, null if it is not set
     * @param inherited variables that every process gets, unless its own entry says otherwise
     */
    ServerReader(
            CallSettingsReader calls,
            CallSettings defaults,
            PoolReader pools,
            UnaryOperator<String> environment,
            Map<String, String> inherited) {
        Placeholders placeholders = new Placeholders(environment);
        this.calls = calls;
        this.defaults = defaults;
        this.pools = pools;
        this.stdio = new StdioReader(placeholders, inherited);
        this.remote = new RemoteReader(placeholders);
    }

    /** Reads what is configured for tools that are routes. */
    ToolRoutesReader toolRoutes() {
        return new ToolRoutesReader(calls);
    }

    /** The server's settings; empty if it is disabled, which is noted. */
    Optional<UpstreamSettings> read(String name, JsonObjectReader fields, String fingerprint) {
        return read(name, name, fields, fingerprint);
    }

    /**
     * Reads an entry whose name is not that of the server.
     *
     * @param name of the entry
     * @param slug name of the server
     */
    Optional<UpstreamSettings> read(String name, String slug, JsonObjectReader fields, String fingerprint) {
        if (!fields.isObject()) {
            fields.problem(JsonObjectReader.NO_OBJECT);
            return Optional.empty();
        }
        if (isOff(fields)) {
            fields.note("disabled, and left out");
            return Optional.empty();
        }
        nameOf(name, slug, fields);
        UnsupportedKeys.ofServer(fields);
        timeoutForm(fields);
        AllowedTools allowed = ToolListReader.read(fields);
        CallSettings settings = calls.read(fields, defaults);
        List<Connection> replicas = replicas(fields);
        Connection connection = replicas.isEmpty() ? connection(fields) : replicas.get(0);
        boolean trustAnnotations = fields.object("retry")
                .map(retry -> retry.flag("trust-annotations", false))
                .orElse(false);
        UpstreamSettings server = new UpstreamSettings(
                        slug,
                        connection.stdio(),
                        connection.http(),
                        Set.of(),
                        trustAnnotations,
                        settings,
                        tools(fields, settings),
                        fingerprint)
                .withTools(allowed)
                .withPool(
                        fields.flag("stateless", false),
                        pools.read(fields, connection.http() != null).orElse(null));
        Optional<Duration> connect = fields.object("timeout").flatMap(timeout -> timeout.duration("connect"));
        Set<String> declared = clientCapabilities(fields);
        fields.refuseOthers();
        UpstreamSettings whole = connect.map(server::withConnect).orElse(server).withClientCapabilities(declared);
        return Optional.of(withReplicas(whole, replicas));
    }

    private static Set<String> clientCapabilities(JsonObjectReader fields) {
        List<String> names = fields.texts(CLIENT_CAPABILITIES);
        for (int i = 0; i < names.size(); i++) {
            if (!CAPABILITIES.contains(names.get(i))) {
                fields.problemsOf(CLIENT_CAPABILITIES, i)
                        .accept("no capability of clients: expected one of " + String.join(", ", CAPABILITIES));
            }
        }
        return new LinkedHashSet<>(names);
    }

    /** Says what becomes of the name. */
    private static void nameOf(String name, String slug, JsonObjectReader fields) {
        if (ServerNames.TOOL_ROUTES.equals(name)) {
            ServerNames.problem(name).ifPresent(fields::problem);
        } else if (!slug.equals(name)) {
            fields.warning("the server is called " + slug + " in paths, routes, metrics and names of tools; POST"
                    + " /{server}/{tool} takes the name of the entry as well, percent-encoded");
        } else if (ReservedNames.isLike(name)) {
            fields.warning("paths that begin so are the gateway's own: the tools are at POST /api/v1/tools/" + name
                    + "/{tool} alone");
        }
    }

    /** Other programs have one limit here, without keys below it. */
    private static void timeoutForm(JsonObjectReader fields) {
        if (fields.hasNumber("timeout")) {
            fields.disregard("timeout", "a number has no unit: write {\"attempt\": \"30s\"}; the default limits apply");
        }
        if (fields.tree("timeout").isTextual()) {
            fields.refuse("timeout", "expected an object {...}, such as {\"attempt\": \"60s\"}");
        }
    }

    /** What each replica has of its own; none for a server that is reached in one way. */
    private List<Connection> replicas(JsonObjectReader fields) {
        List<JsonObjectReader> items = ReplicasReader.read(fields);
        List<Connection> replicas = items.stream().map(this::connection).toList();
        ReplicasReader.check(items, replicas.stream().map(Connection::http).toList());
        items.forEach(JsonObjectReader::refuseOthers);
        return replicas;
    }

    private static UpstreamSettings withReplicas(UpstreamSettings server, List<Connection> replicas) {
        List<UpstreamSettings> all = new ArrayList<>();
        replicas.forEach(each -> all.add(server.replica(all.size(), each.stdio(), each.http())));
        return all.isEmpty() ? server : server.withReplicas(all);
    }

    /** One of them is there. */
    private record Connection(StdioSettings stdio, HttpSettings http) {}

    private static boolean isOff(JsonObjectReader fields) {
        List<Boolean> switches = List.of(
                !fields.flag("disabled", false),
                fields.flag("enabled", true),
                fields.flag("auto_start", true),
                fields.flag("autoStart", true));
        List.of("enabled", "auto_start", "autoStart").forEach(fields::accept);
        return switches.contains(false);
    }

    private Connection connection(JsonObjectReader fields) {
        if (!fields.isObject()) {
            return new Connection(null, null);
        }
        DeclaredTransport declared = TransportAliases.read(fields);
        String address = ADDRESS.stream().filter(fields::hasText).findFirst().orElse("url");
        fields.know("url");
        ADDRESS.stream().skip(1).forEach(fields::accept);
        Kind kind = declared.kind().orElse(fields.hasText(address) ? Kind.HTTP : Kind.STDIO);
        if (declared.kind().isEmpty() && fields.hasText("command") && fields.hasText(address)) {
            fields.problem("a server has either a command or a url, and this one has both");
            List.of(
                            "command",
                            "args",
                            "env",
                            "envFile",
                            "inheritEnv",
                            "cwd",
                            "headers",
                            "tls",
                            "proxy",
                            "forwardHeaders")
                    .forEach(fields::know);
            return new Connection(null, null);
        }
        if (kind == Kind.STDIO) {
            remove(fields, "a process", List.of(address, "headers", "tls", "proxy"));
            ForwardingReader.ofProcess(fields);
            return new Connection(stdio.read(fields), null);
        }
        remove(fields, "a server behind a url", List.of("command", "args", "env", "envFile", "inheritEnv", "cwd"));
        return new Connection(null, http(fields, address, declared.transport()));
    }

    private HttpSettings http(JsonObjectReader fields, String address, Transport declared) {
        if (!fields.hasText(address)) {
            fields.text("url", "");
            fields.problem("url", "missing: the address of this server");
            return null;
        }
        boolean probe = declared == Transport.PROBE && "httpUrl".equals(address);
        return remote.read(fields, address, probe ? Transport.STREAMABLE_HTTP : declared);
    }

    /** Keys of the other kind of server: programs that write every key leave them empty, which loses nothing. */
    private static void remove(JsonObjectReader fields, String kind, List<String> keys) {
        for (String key : keys) {
            fields.know(key);
            if (fields.hasContent(key)) {
                fields.warning(key, "without effect for " + kind);
            }
        }
    }

    private Map<String, CallSettings> tools(JsonObjectReader fields, CallSettings server) {
        return fields.object("tools").map(JsonObjectReader::named).orElse(Map.of()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> {
                    refuseOfServer(entry.getValue());
                    CallSettings tool = calls.read(entry.getValue(), server);
                    entry.getValue().refuseOthers();
                    return tool;
                }));
    }

    /** The hints of a server are believed as a whole or not at all, and it connects as a whole. */
    private static void refuseOfServer(JsonObjectReader tool) {
        tool.object("retry")
                .filter(retry -> retry.has("trust-annotations"))
                .ifPresent(retry -> retry.refuse(
                        "trust-annotations", "applies to a whole server: set it in the server's own retry"));
        tool.object("timeout")
                .filter(timeout -> timeout.has("connect"))
                .ifPresent(timeout ->
                        timeout.refuse("connect", "applies to a whole server: set it in the server's own timeout"));
    }
}
