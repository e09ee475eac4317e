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
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mehari} without a sub-command: starts the gateway. Options are those of mcpo. */
@Command(
        name = "mehari",
        sortOptions = false,
        sortSynopsis = false,
        synopsisHeading = "",
        customSynopsis = {
            "Usage: mehari [options]                     MCP servers from a file",
            "       mehari [options] -- COMMAND ARGS...  one MCP server",
            "       mehari check | init | key | prepare | version"
        },
        descriptionHeading = "%n",
        description =
                "An MCP gateway whose behaviour is Camel route files: it offers the tools of MCP servers over REST.",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Any setting of config/application.yaml can be given as well: --mehari.data.max-body=50MB, or in the",
            "environment: MEHARI_DATA_MAXBODY=50MB. Arguments take precedence over the environment, and that over files.",
            "",
            "Examples:",
            "  mehari                                                   config/mcp-servers.json on port 8000",
            "  mehari --config claude_desktop_config.json --port 9000",
            "  mehari -- uvx mcp-server-time --local-timezone=Europe/Paris",
            "  mehari --type streamable-http --header '{\"Authorization\": \"Bearer x\"}' -- https://example.com/mcp",
            "  mehari --host 0.0.0.0 --api-key \"$KEY\" --ssl-certfile cert.pem --ssl-keyfile key.pem",
            "                                                           for other machines: with a key, over HTTPS"
        })
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

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

    @Mixin
    private AbsentOptions absent;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    private final EnvironmentNames environment;
    private Arguments arguments = Arguments.of();
    private Optional<Launch> launch = Optional.empty();

    ServeCommand(EnvironmentNames environment) {
        this.environment = environment;
    }

    /** Takes the parts of the command line that are not options. */
    void take(Arguments given) {
        this.arguments = given;
    }

    Optional<Launch> launch() {
        return launch;
    }

    @Override
    public Integer call() {
        Optional<Server> server = single.server(spec, arguments.command());
        if (server.isPresent() && config != null) {
            throw problem("--config and a single server exclude each other: write the server into the file");
        }
        launch = Optional.of(new Launch(
                settings(),
                environment,
                Optional.ofNullable(apiKey).or(environment::apiKey).map(KeyHash::of),
                new LaunchOptions(variables.read(spec), server),
                warnings()));
        return 0;
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>();
        add(settings, "mehari.servers.file", config);
        add(settings, "mehari.servers.strict", strictConfig ? true : null);
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
                .map(this::level)
                .ifPresent(level -> addLevel(settings, level));
        settings.addAll(arguments.settings());
        return settings;
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

    private String level(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "trace" -> "TRACE";
            case "debug" -> "DEBUG";
            case "info" -> "INFO";
            case "warn", "warning" -> "WARN";
            case "error", "critical", "fatal" -> "ERROR";
            default -> throw problem("there is no log level " + word + ": use trace, debug, info, warning or error");
        };
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>(environment.warnings());
        warnings.addAll(absent.warnings());
        return warnings;
    }

    private ParameterException problem(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
