package io.mehari.cli.control;

import io.mehari.configuration.settings.EnvironmentNames;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mehari servers}: what there is to do with the servers of a gateway is in its sub-commands. */
@Command(
        name = "servers",
        description = "Stops, starts, adds and removes servers of a gateway that runs.",
        footer = {
            "",
            "Examples:",
            "  mehari servers status files",
            "  mehari servers stop files",
            "  mehari servers start files",
            "  mehari servers add search --address https://mcp.example.com/mcp"
        })
public final class ServersCommand implements Runnable {
    /** Where a gateway has its servers. */
    static final String PATH = "/api/v1/admin/servers";

    /** Where a gateway lists them, and takes more. */
    static final String LIST = "/api/v1/servers";

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    private ServersCommand() {}

    /**
     * The command with its sub-commands.
     *
     * @param environment has the key, where no option says it
     * @return new
     */
    public static CommandLine line(EnvironmentNames environment) {
        CommandLine line = new CommandLine(new ServersCommand())
                .addSubcommand("add", new ServerAddCommand(environment))
                .addSubcommand("remove", new ServerRemoveCommand(environment));
        return Turn.addTo(line, turn -> new TurnCommand(PATH, "SERVER", turn, environment), "a server");
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what about servers? There is: mehari servers status, stop, suspend, start, resume, add and remove");
    }
}
