package io.mehari.cli;

import io.mehari.clients.ClientEntry;
import io.mehari.clients.ClientEntry.Key;
import io.mehari.clients.JsonEditException;
import io.mehari.clients.KeptFile;
import io.mehari.clients.McpClient;
import io.mehari.clients.Surroundings;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.launch.ConfigurationCheck;
import io.mehari.text.NearestNames;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mehari connect}: the entry of this gateway in the file of a client. */
@Command(
        name = "connect",
        description =
                "Shows what to write into the configuration file of an MCP client so that it uses this gateway, and where"
                        + " that file is; --write does it. A key is never written unless --api-key says so: clients that can ask for"
                        + " it or take it from MEHARI_API_KEY do.",
        footer = {
            "",
            "Examples:",
            "  mehari connect --list                        clients and their files",
            "  mehari connect claude-code --write           by the address of a gateway that runs",
            "  mehari connect claude-desktop --write        starts a gateway of its own: mehari stdio",
            "  mehari connect vscode --url https://gateway.example.com/mcp/groups/reading"
        })
final class ConnectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CLIENT",
            description = "claude-desktop, claude-code, vscode, cursor or inspector.")
    private String client;

    @Option(names = "--list", description = "Lists the clients with their files on this machine.")
    private boolean list;

    @Option(names = "--write", description = "Writes the entry; the file as it was stays beside it.")
    private boolean write;

    @Option(names = "--file", paramLabel = "FILE", description = "Another file than the client's usual one.")
    private Path file;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "mehari",
            description = "Name of the entry (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "MCP endpoint of the gateway (default: /mcp of the one that would be started here). /mcp/{server} and"
                            + " /mcp/groups/{group} show less.")
    private String url;

    @Option(
            names = "--stdio",
            description =
                    "Has the client start 'mehari stdio': a gateway of its own, or with --url a bridge to that one.")
    private boolean stdio;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "MCP servers of a gateway that the client starts (default: config/mcp-servers.json, if it is there).")
    private Path config;

    @Option(
            names = {"-k", "--api-key"},
            paramLabel = "KEY",
            description = "Writes this key into the file, in clear.")
    private String apiKey;

    private final Map<String, String> environment;

    /**
     * @param environment variables of the process
     */
    ConnectCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        Surroundings here = Surroundings.here(environment);
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            for (McpClient each : McpClient.values()) {
                out.println("  %-15s %-15s %s".formatted(each.id(), each.title(), each.file(here)));
            }
            return 0;
        }
        McpClient chosen = chosen();
        ClientEntry entry = entry(chosen, here);
        Path at = file == null ? chosen.file(here) : file.toAbsolutePath();
        if (write) {
            write(entry, at);
        } else {
            out.println(chosen.title() + " reads " + at);
            out.println();
            out.print(entry.alone());
        }
        out.println();
        remarks(entry).forEach(out::println);
        if (!write) {
            out.println("The same with --write puts it there and keeps what is there already.");
        }
        return 0;
    }

    private McpClient chosen() {
        List<String> known =
                Arrays.stream(McpClient.values()).map(McpClient::id).toList();
        if (client == null) {
            throw problem("which client? One of " + String.join(", ", known));
        }
        return McpClient.of(client).orElseThrow(() -> {
            List<String> nearest = NearestNames.of(client, known);
            return problem("there is no client " + client + "; "
                    + (nearest.isEmpty()
                            ? "known are " + String.join(", ", known)
                            : "did you mean " + nearest.get(0) + "?"));
        });
    }

    private ClientEntry entry(McpClient chosen, Surroundings here) {
        boolean process = stdio || !chosen.knowsAddresses();
        if (process && url == null) {
            return ClientEntry.ofProcess(
                    chosen, name, OwnCommand.stdio(servers(here)), OwnCommand.variables(), Key.NONE);
        }
        ConfigurationCheck check = ConfigurationCheck.of(Optional.empty(), Map.of(), environment);
        String address = url == null ? check.address() + "/mcp" : checked(url);
        Key key = new Key(asksForKey(check, address), Optional.ofNullable(apiKey));
        if (key.needed() && apiKey == null && !chosen.keepsSecrets()) {
            throw new StartFailureException(
                    "The gateway at " + address + " asks for a key, and " + chosen.title()
                            + " can only take it from its file, in clear.",
                    "Give one that may stand there by --api-key ('mehari key create' makes one for this client alone)"
                            + (url != null && process
                                    ? "."
                                    : ", or leave out --url and use --stdio, which needs none."),
                    null);
        }
        return process
                ? ClientEntry.ofProcess(
                        chosen, name, OwnCommand.stdio(List.of("--url", address)), OwnCommand.variables(), key)
                : ClientEntry.ofAddress(chosen, name, address, key);
    }

    /** Clients start it anywhere: what is named has to be absolute. */
    private List<String> servers(Surroundings here) {
        Path servers = here.folder().resolve(config == null ? Path.of("config/mcp-servers.json") : config);
        if (config != null && !Files.exists(servers)) {
            throw problem("--config: there is no file " + servers);
        }
        return Files.exists(servers) ? List.of("--config", servers.normalize().toString()) : List.of();
    }

    private String checked(String address) {
        try {
            URI uri = new URI(address);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw problem("--url: expected an address such as http://127.0.0.1:8000/mcp");
    }

    /** One on another machine has to; of one here the configuration tells. */
    private boolean asksForKey(ConfigurationCheck check, String address) {
        String host = URI.create(address).getHost();
        boolean here = List.of("127.0.0.1", "localhost", "[::1]").contains(host);
        return apiKey != null
                || !here
                || !check.keys().isEmpty()
                || new EnvironmentNames(environment).apiKey().isPresent();
    }

    private void write(ClientEntry entry, Path at) throws IOException {
        KeptFile kept = new KeptFile(at, Clock.systemUTC());
        PrintWriter out = spec.commandLine().getOut();
        String before = kept.text();
        String after;
        try {
            after = entry.in(before);
        } catch (JsonEditException e) {
            throw new StartFailureException(
                    at + " cannot be changed: " + e.getMessage() + ". Nothing was written.",
                    "Correct the file, or name another by --file; without --write the entry is shown, to be put there by hand.",
                    e);
        }
        if (after.equals(before)) {
            out.println(at + " has this entry already.");
            return;
        }
        Optional<Path> copy = kept.replace(after);
        out.println(at + " has the entry \"" + entry.name() + "\" now"
                + copy.map(path -> "; as it was: " + path.getFileName()).orElse("") + ".");
    }

    private static List<String> remarks(ClientEntry entry) {
        String title = entry.client().title();
        String key = entry.variable()
                ? title + " takes the key from " + ClientEntry.VARIABLE + ": set it where " + title + " is started."
                : entry.inClear()
                        ? "The key stands in the file, in clear: keep it from others."
                        : entry.inputs().isEmpty() ? "" : title + " asks for the key once, and keeps it safely.";
        return key.isEmpty()
                ? List.of(entry.client().afterwards())
                : List.of(key, entry.client().afterwards());
    }

    private ParameterException problem(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
