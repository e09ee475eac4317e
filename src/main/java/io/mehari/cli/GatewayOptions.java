package io.mehari.cli;

import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.LaunchOptions.Server;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.launch.Launch;
import io.mehari.security.KeyHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of a gateway that is to be started: those of mcpo. */
final class GatewayOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "MCP servers, in the form of Claude Desktop, mcpo, MCP-Dock, VS Code, Cursor and others (default:"
                            + " config/mcp-servers.json).")
    private Path config;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Port of the gateway (default: 8000).")
    private Integer port;

    @Option(
            names = {"-h", "--host"},
            paramLabel = "ADDRESS",
            description = "Address to bind (default: 127.0.0.1). Any other needs a key.")
    private String host;

    @Option(
            names = {"-k", "--api-key"},
            paramLabel = "KEY",
            description =
                    "API key with all scopes. MEHARI_API_KEY sets it without showing it in process lists; 'mehari key create'"
                            + " makes keys for single holders.")
    private String apiKey;

    @Option(names = "--strict-auth", description = "Documents and /health require the key as well.")
    private boolean strictAuth;

    @Option(
            names = "--strict-config",
            description = "A problem in one server's entry ends the start. Otherwise that server is left out.")
    private boolean strictConfig;

    @Mixin
    private SingleServerOptions single;

    @Mixin
    private VariableOptions variables;

    @Option(
            names = {"-t", "--ssl-certfile"},
            paramLabel = "FILE",
            description = "Serves HTTPS with this certificate: PEM, followed by those of its authorities.")
    private Path certificate;

    @Option(
            names = {"-K", "--ssl-keyfile"},
            paramLabel = "FILE",
            description = "Private key of that certificate: PEM, PKCS#8, without a password.")
    private Path certificateKey;

    @Option(
            names = "--path-prefix",
            paramLabel = "PATH",
            description = "Tools are at POST /PATH/SERVER/TOOL (default: /). The gateway's own paths are not affected.")
    private String pathPrefix;

    @Mixin
    private DocumentOptions documents;

    @Option(
            names = "--cors-allow-origins",
            paramLabel = "ORIGIN",
            description = "Origin of web pages that may call, such as https://app.example.com. May be repeated.")
    private List<String> origins = List.of();

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "trace, debug, info (default), warning or error.")
    private String logLevel;

    @Option(
            names = {"--plugins", "--lib"},
            paramLabel = "DIR",
            description =
                    "Jars that route files can use: components, drivers, classes (default: plugins). 'mehari add' fetches"
                            + " components.")
    private Path plugins;

    @Option(
            names = "--hot-reload",
            negatable = true,
            fallbackValue = "true",
            description = "Changed servers and route files take effect by themselves, which is the default.")
    private Boolean hotReload;

    @Option(
            names = "--with-redis",
            description =
                    "Starts a Redis of its own, to try out what several gateways share: it keeps nothing and ends with"
                            + " the gateway. Fetched at first use.")
    private boolean withRedis;

    /** The key that was given, as an option or in the environment. */
    Optional<String> apiKey(EnvironmentNames environment) {
        return Optional.ofNullable(apiKey).or(environment::apiKey);
    }

    /** Headers that were given as {@code --header}. */
    Map<String, String> headers(CommandSpec spec) {
        return single.headers(spec);
    }

    /**
     * The gateway that they describe.
     *
     * @param spec the command they were given to
     * @param arguments what is not an option
     * @param environment variables that stand for options
     * @param key holds besides those configured
     * @param defaults settings that hold where nothing of the command line says otherwise
     * @throws ParameterException if the options contradict each other
     */
    Launch launch(
            CommandSpec spec,
            Arguments arguments,
            EnvironmentNames environment,
            Optional<String> key,
            List<String> defaults) {
        Optional<Server> server = single.server(spec, arguments.command());
        if (server.isPresent() && config != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--config and a single server exclude each other: write the server into the file");
        }
        List<String> settings = new ArrayList<>();
        addTo(settings, environment, spec);
        settings.addAll(arguments.settings());
        defaults.stream()
                .filter(setting ->
                        settings.stream().noneMatch(given -> name(given).equals(name(setting))))
                .toList()
                .forEach(settings::add);
        return new Launch(
                settings,
                environment,
                key.map(KeyHash::of),
                new LaunchOptions(variables.read(spec), server),
                environment.warnings());
    }

    private void addTo(List<String> settings, EnvironmentNames environment, CommandSpec spec) {
        add(settings, "mehari.servers.file", config);
        add(settings, "mehari.servers.strict", strictConfig ? true : null);
        add(settings, "mehari.plugins.directory", plugins);
        add(settings, "mehari.reload.enabled", hotReload);
        add(settings, "mehari.try-out.redis", withRedis ? true : null);
        add(settings, "mehari.data.port", port);
        add(settings, "mehari.data.host", host);
        add(settings, "mehari.data.tls.certificate", certificate);
        add(settings, "mehari.data.tls.key", certificateKey);
        add(settings, "mehari.data.path-prefix", pathPrefix);
        documents.settings(single.name(), (setting, value) -> add(settings, setting, value));
        add(settings, "mehari.security.strict", strictAuth ? true : null);
        add(settings, "mehari.security.allowed-origins", origins.isEmpty() ? null : String.join(",", origins));
        Optional.ofNullable(logLevel)
                .or(environment::logLevel)
                .map(word -> level(word, spec))
                .ifPresent(level -> addLevel(settings, level));
    }

    /** Names are the same however words in them are joined. */
    private static String name(String setting) {
        return setting.replaceFirst("=.*", "").replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    private static void add(List<String> settings, String setting, Object value) {
        if (value != null) {
            settings.add("--" + setting + "=" + value);
        }
    }

    /** Libraries are as quiet as the gateway, but never more talkative. */
    private static void addLevel(List<String> settings, String level) {
        add(settings, "logging.level.io.mehari", level);
        if ("WARN".equals(level) || "ERROR".equals(level)) {
            add(settings, "logging.level.root", level);
        }
    }

    private static String level(String word, CommandSpec spec) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "trace" -> "TRACE";
            case "debug" -> "DEBUG";
            case "info" -> "INFO";
            case "warn", "warning" -> "WARN";
            case "error", "critical", "fatal" -> "ERROR";
            default ->
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no log level " + word + ": use trace, debug, info, warning or error");
        };
    }
}
