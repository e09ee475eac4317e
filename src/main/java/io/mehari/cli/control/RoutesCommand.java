package io.mehari.cli.control;

import io.mehari.configuration.settings.EnvironmentNames;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mehari routes}: what there is to do with the routes of a gateway is in its sub-commands. */
@Command(
        name = "routes",
        description = "Lists, stops and starts the routes of a gateway that runs.",
        footer = {
            "",
            "Examples:",
            "  mehari routes list",
            "  mehari routes stop recover-timeout",
            "  mehari routes start recover-timeout"
        })
public final class RoutesCommand implements Runnable {
    /** Where a gateway has its routes. */
    static final String PATH = "/api/v1/admin/routes";

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    private RoutesCommand() {}

    /**
     * The command with its sub-commands.
     *
     * @param environment has the key, where no option says it
     * @return new
     */
    public static CommandLine line(EnvironmentNames environment) {
        CommandLine line =
                new CommandLine(new RoutesCommand()).addSubcommand("list", new RouteListCommand(environment));
        return Turn.addTo(line, turn -> new TurnCommand(PATH, "ROUTE", turn, environment), "a route");
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what about routes? There is: mehari routes list, status, stop, suspend, start and resume");
    }
}
