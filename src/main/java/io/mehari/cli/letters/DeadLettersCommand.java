package io.mehari.cli.letters;

import io.mehari.configuration.settings.EnvironmentNames;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mehari dead-letters}: what there is to do with calls that failed is in its sub-commands. */
@Command(
        name = "dead-letters",
        description =
                "Lists, shows, replays and discards calls that failed through no fault of their caller, at a gateway that"
                        + " runs.",
        footer = {
            "",
            "Examples:",
            "  mehari dead-letters list --state waiting --server files",
            "  mehari dead-letters show ID",
            "  mehari dead-letters replay --server files --outcome unavailable",
            "  mehari dead-letters discard ID"
        })
public final class DeadLettersCommand implements Runnable {
    /** Where a gateway has its dead letters. */
    static final String PATH = "/api/v1/admin/dead-letters";

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    private DeadLettersCommand() {}

    /**
     * The command with its sub-commands.
     *
     * @param environment has the key, where no option says it
     * @return new
     */
    public static CommandLine line(EnvironmentNames environment) {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand(new LetterListCommand(environment))
                .addSubcommand(new LetterShowCommand(environment))
                .addSubcommand(new LetterReplayCommand(environment))
                .addSubcommand(new LetterDiscardCommand(environment));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what about dead letters? There is: mehari dead-letters list, show, replay and discard");
    }
}
