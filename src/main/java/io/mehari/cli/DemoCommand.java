package io.mehari.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mehari demo}: what can be shown is in its sub-commands. */
@Command(name = "demo", description = "Shows what the gateway can do: 'mehari demo recovery'. Needs no other program.")
final class DemoCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what is to be shown? There is: mehari demo recovery");
    }
}
