package io.mehari;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.configuration.EnvironmentNames;
import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.LaunchOptions.Server;
import io.mehari.configuration.VariablesFile;
import io.mehari.protocol.Json;
import io.mehari.security.KeyHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
            "       mehari check | init | version"
        },
        descriptionHeading = "%n",
        description =
                "An MCP gateway whose behaviour is Camel route files: it offers the tools of MCP servers over REST.",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Any setting of config/application.yaml can be given too: --mehari.data.max-body=50MB, or in the",
            "environment: MEHARI_DATA_MAXBODY=50MB. Arguments hold before the environment, that before files.",
            "",
            "Examples:",
            "  mehari                                                   config/mcp-servers.json on port 8000",
            "  mehari --config claude_desktop_config.json --port 9000",
            "  mehari -- uvx mcp-server-time --local-timezone=Europe/Paris",
            "  mehari --type streamable-http --header '{\"Authorization\": \"Bearer x\"}' -- https://example.com/mcp",
            "  mehari --host 0.0.0.0 --api-key \"$KEY\"                   for others: asks for the key"
        })
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "MCP servers, in the form of Claude Desktop, mcpo, MCP-Dock, VS Code or Cursor (default: config/mcp-servers.json).")
    private Path config;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Port of the gateway (default: 8000).")
    private Integer port;

    @Option(
            names = {"-h", "--host"},
            paramLabel = "ADDRESS",
            description = "Address to bind (default: 127.0.0.1). Others need a key.")
    private String host;

    @Option(
            names = {"-k", "--api-key"},
            paramLabel = "KEY",
            description = "A key with all scopes; or set MEHARI_API_KEY, which lists of processes do not show.")
    private String apiKey;

    @Option(names = "--strict-auth", description = "Documents and /health ask for the key, too.")
    private boolean strictAuth;

    @Option(
            names = {"--type", "--server-type"},
            paramLabel = "TYPE",
            defaultValue = "stdio",
            description = "Of the one server after --: stdio (default), sse or streamable-http.")
    private String type;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "JSON",
            description = "Headers for it, as a JSON object of strings.")
    private String header;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "Its name, which begins the paths of its tools.")
    private String name;

    @Option(names = "--command", paramLabel = "COMMAND", description = "Another way to give its command.")
    private String command;

    @Option(names = "--args", paramLabel = "ARG", arity = "1..*", description = "Another way to give its arguments.")
    private List<String> args = List.of();

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME=VALUE",
            description = "A variable for the servers and for $${NAME} in the file. May be repeated.")
    private List<String> env = List.of();

    @Option(names = "--env-path", paramLabel = "FILE", description = "A file of such variables.")
    private Path envPath;

    @Option(
            names = "--cors-allow-origins",
            paramLabel = "ORIGIN",
            description = "Web pages that may call, such as https://app.example.com. May be repeated.")
    private List<String> origins = List.of();

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "trace, debug, info (default), warning or error.")
    private String logLevel;

    @Option(
            names = {"-d", "--description"},
            paramLabel = "TEXT",
            description = "Not used yet.")
    private String description;

    @Option(
            names = {"-v", "--version"},
            paramLabel = "API-VERSION",
            description = "Not used yet. For the version of Mehari: mehari version")
    private String version;

    @Option(names = "--hot-reload", description = "Not there yet.")
    private boolean hotReload;

    @Option(names = "--path-prefix", paramLabel = "PATH", description = "Not there yet.")
    private String pathPrefix;

    @Option(names = "--root-path", paramLabel = "PATH", description = "Not there yet.")
    private String rootPath;

    @Option(
            names = {"-t", "--ssl-certfile"},
            paramLabel = "FILE",
            description = "Not there yet.")
    private Path certificate;

    @Option(
            names = {"-K", "--ssl-keyfile"},
            paramLabel = "FILE",
            description = "Not there yet.")
    private Path certificateKey;

    @Option(names = "--help", usageHelp = true, description = "Shows this text.")
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
        refuseWhatIsNotThere();
        launch = Optional.of(new Launch(
                settings(),
                environment,
                Optional.ofNullable(apiKey).or(environment::apiKey).map(KeyHash::of),
                new LaunchOptions(variables(), server()),
                warnings()));
        return 0;
    }

    /** Options without which the gateway would be open, or elsewhere, than somebody expects. */
    private void refuseWhatIsNotThere() {
        if (certificate != null || certificateKey != null) {
            throw problem("--ssl-certfile and --ssl-keyfile are not supported by this version: let a proxy such as"
                    + " nginx or Caddy speak TLS in front of the gateway");
        }
        if (isPath(pathPrefix)) {
            throw problem("--path-prefix is not supported by this version: the tools are at /{server}/{tool}");
        }
        if (isPath(rootPath)) {
            throw problem("--root-path is not supported by this version: let the proxy in front of the gateway cut"
                    + " the path off");
        }
    }

    private static boolean isPath(String path) {
        return path != null && !path.isBlank() && !"/".equals(path);
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>();
        add(settings, "mehari.servers.file", config);
        add(settings, "mehari.data.port", port);
        add(settings, "mehari.data.host", host);
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
            default -> throw problem("there is no log level " + word + ": trace, debug, info, warning or error");
        };
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        if (envPath != null) {
            try {
                variables.putAll(VariablesFile.read(envPath));
            } catch (IOException e) {
                throw problem("--env-path: " + e.getMessage());
            }
        }
        for (String variable : env) {
            int equals = variable.indexOf('=');
            if (equals < 1) {
                throw problem("--env takes NAME=VALUE");
            }
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return variables;
    }

    private Optional<Server> server() {
        List<String> words = new ArrayList<>(arguments.command());
        if (command != null) {
            words.addAll(0, args);
            words.add(0, command);
        } else if (!args.isEmpty()) {
            throw problem("--args needs --command");
        }
        if (words.isEmpty()) {
            requireServerFor(header, "--header");
            return Optional.empty();
        }
        if (config != null) {
            throw problem("--config and a single server exclude each other: write the server into the file");
        }
        String chosen = name == null ? SingleServerName.of(words) : name;
        return Optional.of(new Server(chosen, transport(), words, headers()));
    }

    private void requireServerFor(String value, String option) {
        if (value != null) {
            throw problem(option + " is for a single server, given after --; in a file write \"headers\"");
        }
    }

    private String transport() {
        String word = type.toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (word) {
            case "stdio", "sse", "streamable-http" -> word;
            case "streamablehttp", "http" -> "streamable-http";
            default -> throw problem("there is no server type " + type + ": stdio, sse or streamable-http");
        };
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        try {
            JsonNode given = header == null ? Json.object() : Json.read(header);
            boolean strings = given.isObject()
                    && given.propertyStream().allMatch(entry -> entry.getValue().isTextual());
            if (!strings) {
                throw problem("--header takes a JSON object of strings: '{\"Authorization\": \"Bearer x\"}'");
            }
            given.fields()
                    .forEachRemaining(entry ->
                            headers.put(entry.getKey(), entry.getValue().textValue()));
        } catch (JsonProcessingException e) {
            throw problem("--header takes a JSON object of strings: '{\"Authorization\": \"Bearer x\"}'");
        }
        return headers;
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>(environment.warnings());
        if (hotReload) {
            warnings.add("--hot-reload has no effect in this version: start again after a change of the servers;"
                    + " routes are taken by POST /api/v1/admin/routes/reload");
        }
        if (description != null || version != null) {
            warnings.add("--description and --version have no effect in this version: there is no API document yet");
        }
        if (name != null && arguments.command().isEmpty() && command == null) {
            warnings.add("--name has no effect: it names a single server, given after --");
        }
        return warnings;
    }

    private ParameterException problem(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
