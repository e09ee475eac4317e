package io.mehari.cli;

import io.mehari.bridge.Target;
import io.mehari.call.Scope;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.launch.Launch;
import io.mehari.security.NewKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mehari stdio}: the gateway as an MCP server that its client starts. */
@Command(
        name = "stdio",
        sortOptions = false,
        sortSynopsis = false,
        synopsisHeading = "",
        customSynopsis = {
            "Usage: mehari stdio [options]                     a gateway of its own, with servers from a file",
            "       mehari stdio [options] -- COMMAND ARGS...  the same with one MCP server",
            "       mehari stdio --url URL [--api-key KEY]     a bridge to a gateway that runs"
        },
        descriptionHeading = "%n",
        description =
                "The gateway as an MCP server that speaks by standard input and output, for clients that start processes"
                        + " (Claude Desktop and others; 'mehari connect' writes their entry). Without --url it starts a gateway on a"
                        + " free port of this machine, with a key that nobody else has, and ends it with the client. The log goes to"
                        + " standard error.",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Examples:",
            "  mehari stdio --config /home/me/mcp-servers.json",
            "  mehari stdio -- uvx mcp-server-time",
            "  mehari stdio --url http://127.0.0.1:8000/mcp            the key, if one is needed, from MEHARI_API_KEY",
            "  mehari stdio --url http://127.0.0.1:8000/mcp/files      one server, its tools without prefix"
        })
final class StdioCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "MCP endpoint of a gateway that runs; none is started. --api-key (or MEHARI_API_KEY) and --header"
                            + " are sent to it, other options have no effect.")
    private String url;

    @Mixin
    private GatewayOptions gateway;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    private final EnvironmentNames environment;
    private Arguments arguments = Arguments.of();
    private Optional<StdioRun> run = Optional.empty();

    StdioCommand(EnvironmentNames environment) {
        this.environment = environment;
    }

    /** Takes the parts of the command line that are not options. */
    void take(Arguments given) {
        this.arguments = given;
    }

    Optional<StdioRun> run() {
        return run;
    }

    @Override
    public Integer call() {
        run = Optional.of(url == null ? ownGateway() : bridge());
        return 0;
    }

    private StdioRun bridge() {
        if (!arguments.command().isEmpty()) {
            throw problem("--url leads to a gateway that has its servers: there is nothing to start after --");
        }
        try {
            Target target = new Target(new URI(url), gateway.headers(spec));
            return new StdioRun(
                    gateway.apiKey(environment).map(target::withKey).orElse(target),
                    spec.commandLine().getErr());
        } catch (URISyntaxException e) {
            throw problem("--url: expected an address such as http://127.0.0.1:8000/mcp");
        } catch (IllegalArgumentException e) {
            throw problem("--url: " + e.getMessage());
        }
    }

    private StdioRun ownGateway() {
        String key = gateway.apiKey(environment)
                .orElseGet(
                        () -> NewKey.of(new SecureRandom(), Optional.empty(), EnumSet.of(Scope.CALL), Optional.empty())
                                .key());
        try {
            Path folder = Files.createTempDirectory("mehari-stdio");
            Launch launch = gateway.launch(spec, arguments, environment, Optional.of(key), defaults(folder));
            return new StdioRun(launch, key, folder, spec.commandLine().getErr());
        } catch (IOException e) {
            throw new UncheckedIOException("No folder for temporary files could be made", e);
        }
    }

    /** What holds unless the command line says otherwise: several of these run side by side, each for its client. */
    private List<String> defaults(Path folder) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("mehari.data.host", "127.0.0.1");
        settings.put("mehari.data.port", "0");
        settings.put("mehari.live.enabled", "false");
        settings.put("mehari.dead-letters.directory", folder.toString());
        settings.put("mehari.shutdown.drain", "250ms");
        List<String> defaults = new ArrayList<>();
        settings.forEach((name, value) -> defaults.add("--" + name + "=" + value));
        return defaults;
    }

    private ParameterException problem(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
