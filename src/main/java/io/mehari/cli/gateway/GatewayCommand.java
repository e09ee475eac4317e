package io.mehari.cli.gateway;

import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.text.PrintableText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a gateway. Its status is 1 where the gateway says no, with the reason on standard error. */
public abstract class GatewayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private GatewayOptions options;

    private final String path;
    private final EnvironmentNames environment;

    /**
     * A command about one kind of things.
     *
     * @param path below which everything is that the gateway is asked for
     * @param environment has the key
     */
    protected GatewayCommand(String path, EnvironmentNames environment) {
        this.path = path;
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
    protected abstract int run(GatewayClient gateway, PrintWriter out)
            throws GatewayRefusalException, InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        GatewayClient gateway = options.client(path, spec, environment);
        try {
            return run(gateway, spec.commandLine().getOut());
        } catch (GatewayRefusalException e) {
            tell(e.getMessage());
            return 1;
        }
    }

    /**
     * Says something to the person, beside the output.
     *
     * @param text of any origin
     */
    protected final void tell(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(spec.qualifiedName() + ": " + PrintableText.of(text));
        err.flush();
    }

    /** {@return whether the answer is to be shown as JSON} */
    protected final boolean isJson() {
        return options.isJson();
    }

    /** {@return this command, as it was called} */
    protected final CommandSpec spec() {
        return spec;
    }
}
