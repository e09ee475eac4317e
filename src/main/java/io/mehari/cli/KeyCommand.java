package io.mehari.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mehari key}: what there is to do with API keys is in its sub-commands. */
@Command(name = "key", description = "Makes API keys. 'mehari check' lists those that are configured.")
final class KeyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what about keys? There is: mehari key create");
    }
}
