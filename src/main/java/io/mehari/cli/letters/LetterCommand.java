package io.mehari.cli.letters;

import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.text.PrintableText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a gateway. Its status is 1 where the gateway says no, with the reason on standard error. */
abstract class LetterCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private GatewayOptions options;

    private final EnvironmentNames environment;

    /**
     * @param environment has the key
     */
    LetterCommand(EnvironmentNames environment) {
        this.environment = environment;
    }

    /**
     * Asks.
     *
     * @param gateway to be asked
     * @param out for the answer
     * @return status of the process
     * @throws GatewayRefusalException if there is none, or it says no
     * @throws InterruptedException if the thread is interrupted
     */
    abstract int run(GatewayClient gateway, PrintWriter out) throws GatewayRefusalException, InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        GatewayClient gateway = options.client(spec, environment);
        try {
            return run(gateway, spec.commandLine().getOut());
        } catch (GatewayRefusalException e) {
            tell(e.getMessage());
            return 1;
        }
    }

    /** Says something to the person, beside the output. */
    final void tell(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(spec.qualifiedName() + ": " + PrintableText.of(text));
        err.flush();
    }

    final boolean isJson() {
        return options.isJson();
    }

    final CommandSpec spec() {
        return spec;
    }
}
