package io.mehari.cli;

import io.mehari.demo.RecoveryDemo;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mehari demo recovery}: servers that fail, and how the gateway recovers. */
@Command(
        name = "recovery",
        description =
                "Starts a gateway on a free port of this machine with servers that fail on purpose (500s, session loss, crash,"
                        + " refused connections, hang, garbage, rate limit), calls them, and shows how each fault is detected"
                        + " and recovered from, and how fast. Ends by itself in less than a minute. Exits with status 0 only"
                        + " if all were recovered from.")
final class DemoRecoveryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    private Optional<RecoveryDemo> demo = Optional.empty();

    /** The demo to run, if the command line asked for one. */
    Optional<RecoveryDemo> demo() {
        return demo;
    }

    @Override
    public Integer call() {
        demo = Optional.of(new RecoveryDemo(
                spec.commandLine().getOut(),
                spec.commandLine().getColorScheme().ansi().enabled()));
        return 0;
    }
}
