package io.mehari.cli.control;

import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;

/** What can be asked of one route or one server. */
enum Turn {
    STATUS("Shows how %s is and what was counted of it."),
    STOP("Lets %s take nothing in; what is under way ends, then it ends. Callers are told that it is stopped."),
    SUSPEND("Lets %s take nothing in and leaves it ready to go on. Callers are told that it is stopped."),
    START("Lets %s run again, whether it was stopped or suspended."),
    RESUME("The same as start.");

    private final String description;

    Turn(String description) {
        this.description = description;
    }

    /** As it stands on the command line, and in the path. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Adds a sub-command for each. */
    static CommandLine addTo(CommandLine line, Function<Turn, TurnCommand> make, String subject) {
        for (Turn turn : values()) {
            CommandLine command = new CommandLine(make.apply(turn));
            command.getCommandSpec().usageMessage().description(String.format(turn.description, subject));
            line.addSubcommand(turn.word(), command);
        }
        return line;
    }
}
