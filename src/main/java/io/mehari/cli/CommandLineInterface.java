package io.mehari.cli;

import io.mehari.cli.authoring.ComponentsCommand;
import io.mehari.cli.authoring.NewCommand;
import io.mehari.cli.control.RoutesCommand;
import io.mehari.cli.control.ServersCommand;
import io.mehari.cli.files.ApplyCommand;
import io.mehari.cli.files.DiffCommand;
import io.mehari.cli.files.RollbackCommand;
import io.mehari.cli.letters.DeadLettersCommand;
import io.mehari.cli.top.TopCommand;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.demo.RecoveryDemo;
import io.mehari.launch.Launch;
import io.mehari.text.NearestNames;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads a command line and does what it says, except to start the gateway, which it only prepares. */
public final class CommandLineInterface {
    private final ServeCommand serve;
    private final StdioCommand stdio;
    private final DemoRecoveryCommand demo = new DemoRecoveryCommand();
    private final PrepareCommand prepare = new PrepareCommand();
    private final Map<String, String> environment;
    private Optional<Launch> plain = Optional.empty();

    /**
     * @param environment variables of the process
     */
    public CommandLineInterface(Map<String, String> environment) {
        this.environment = environment;
        this.serve = new ServeCommand(new EnvironmentNames(environment));
        this.stdio = new StdioCommand(new EnvironmentNames(environment));
    }

    /** Does what the arguments say; 0 if it succeeded, 1 if a check found a problem, 2 if they are invalid. */
    public int execute(String... arguments) {
        return execute(Arguments.of(arguments), UnaryOperator.identity());
    }

    /** As {@link #execute(String...)}, with all text to these. */
    int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return execute(Arguments.of(arguments), line -> line.setOut(out).setErr(err));
    }

    /** The gateway to start, if the command line asked for one and makes sense. */
    public Optional<Launch> launch() {
        return plain.or(serve::launch);
    }

    /** The client to be served by standard input and output, if the command line asked for that. */
    public Optional<StdioRun> stdio() {
        return stdio.run();
    }

    /** The start to be rehearsed, if the command line asked for one. */
    public Optional<Rehearsal> rehearsal() {
        return prepare.rehearsal();
    }

    /** The demo to be shown, if the command line asked for one. */
    public Optional<RecoveryDemo> demo() {
        return demo.demo();
    }

    private int execute(Arguments arguments, UnaryOperator<CommandLine> writing) {
        plain = PlainStart.of(arguments, new EnvironmentNames(environment));
        if (plain.isPresent()) {
            return 0;
        }
        serve.take(arguments);
        stdio.take(arguments);
        String[] own = arguments.own().toArray(String[]::new);
        if (!isPlainStart(arguments.own())) {
            return writing.apply(commands()).execute(own);
        }
        CommandLine start = writing.apply(styled(new CommandLine(serve)));
        return start.setParameterExceptionHandler(
                        (problem, args) -> writing.apply(commands()).execute(own))
                .execute(own);
    }

    /** The other commands take a tenth of a start to describe, and are only looked at where one may be meant. */
    private static boolean isPlainStart(List<String> own) {
        return own.isEmpty() || own.get(0).startsWith("-") && !own.contains("--help");
    }

    /** All commands, as they are described. */
    CommandLine commands() {
        return styled(new CommandLine(serve)
                .addSubcommand(stdio)
                .addSubcommand(new ConnectCommand(environment))
                .addSubcommand(new ImportCommand())
                .addSubcommand(new CheckCommand(environment))
                .addSubcommand(new InitCommand())
                .addSubcommand(new AddCommand())
                .addSubcommand(new NewCommand())
                .addSubcommand(new ComponentsCommand())
                .addSubcommand(new BenchCommand(new EnvironmentNames(environment)))
                .addSubcommand(DeadLettersCommand.line(new EnvironmentNames(environment)))
                .addSubcommand(new DiffCommand(new EnvironmentNames(environment)))
                .addSubcommand(new ApplyCommand(new EnvironmentNames(environment)))
                .addSubcommand(new RollbackCommand(new EnvironmentNames(environment)))
                .addSubcommand(RoutesCommand.line(new EnvironmentNames(environment)))
                .addSubcommand(ServersCommand.line(new EnvironmentNames(environment)))
                .addSubcommand(new TopCommand(new EnvironmentNames(environment)))
                .addSubcommand(new CommandLine(new KeyCommand()).addSubcommand(new KeyCreateCommand()))
                .addSubcommand(new CommandLine(new DemoCommand()).addSubcommand(demo))
                .addSubcommand(prepare)
                .addSubcommand(new VersionCommand()));
    }

    private CommandLine styled(CommandLine line) {
        return line.setAllowSubcommandsAsOptionParameters(true) // --type stdio
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(110)
                .setUsageHelpLongOptionsMaxWidth(34)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        environment.containsKey("NO_COLOR") ? CommandLine.Help.Ansi.OFF : CommandLine.Help.Ansi.AUTO))
                .setParameterExceptionHandler(CommandLineInterface::explain)
                .setExecutionExceptionHandler(CommandLineInterface::explain);
    }

    /** A command that fails for a reason that a person can remove says so in two lines; a defect shows where it is. */
    private static int explain(Exception failure, CommandLine command, ParseResult arguments) throws Exception {
        if (failure instanceof StartFailureException reason) {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + reason.description());
            command.getErr().println(reason.remedy());
            return CommandLine.ExitCode.SOFTWARE;
        }
        if (failure instanceof IOException) {
            command.getErr()
                    .println(command.getCommandSpec().qualifiedName() + ": "
                            + failure.getClass().getSimpleName() + ": " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    private static int explain(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + text(problem));
        command.getErr().println("'" + name + " --help' lists commands and options.");
        return CommandLine.ExitCode.USAGE;
    }

    private static String text(ParameterException problem) {
        if (problem instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (problem instanceof MissingParameterException missing
                && missing.getMissing().stream().anyMatch(arg -> "API-VERSION".equals(arg.paramLabel()))) {
            return "--version takes the version of the API, as mcpo's does; the version of Mehari: mehari version";
        }
        return problem.getMessage();
    }

    private static String unmatched(UnmatchedArgumentException unmatched) {
        String word = unmatched.getUnmatched().get(0);
        String bare = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        CommandLine command = unmatched.getCommandLine();
        boolean option = word.startsWith("-");
        Stream<String> known = option
                ? command.getCommandSpec().optionsMap().keySet().stream().filter(name -> name.startsWith("--"))
                : command.getSubcommands().keySet().stream();
        List<String> nearest = NearestNames.of(bare, known.toList());
        String help = nearest.isEmpty() ? hint(option, command) : "; did you mean " + nearest.get(0) + "?";
        return "there is no " + (option ? "option " : "command ") + bare + help;
    }

    private static String hint(boolean option, CommandLine command) {
        return option || command.getSubcommands().isEmpty()
                ? ""
                : "; the command of a server goes after --, as in: mehari -- npx -y some-server";
    }
}
