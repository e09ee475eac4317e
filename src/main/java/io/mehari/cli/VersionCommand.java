package io.mehari.cli;

import io.mehari.text.Version;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mehari version}. */
@Command(name = "version", description = "Shows the version of Mehari and what it runs on.")
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println("Mehari " + Version.current());
        spec.commandLine()
                .getOut()
                .println("Apache Camel " + CamelContext.class.getPackage().getImplementationVersion() + ", Java "
                        + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + "), "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return 0;
    }
}
