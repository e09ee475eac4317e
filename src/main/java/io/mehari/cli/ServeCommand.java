package io.mehari.cli;

import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.launch.Launch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "       mehari stdio | connect | import | check | init | add | key | demo | prepare | version"
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

    @Mixin
    private GatewayOptions gateway;

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
        launch = Optional.of(gateway.launch(spec, arguments, environment, gateway.apiKey(environment), List.of()));
        return 0;
    }
}
