package io.mehari.cli.top;

import io.mehari.configuration.settings.EnvironmentNames;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mehari top}. */
@Command(
        name = "top",
        sortOptions = false,
        description =
                "Shows what a gateway does, live: upstreams, circuit breakers, routes and calls, over the WebSocket of"
                        + " its live plane. Ends with the key q. Comes back by itself where the gateway was away.",
        footer = {"", "Examples:", "  mehari top", "  mehari top --url http://gateway.example:8765 --api-key KEY"})
public final class TopCommand implements Callable<Integer> {
    private static final Map<String, String> SCHEMES = Map.of("http", "ws", "ws", "ws", "https", "wss", "wss", "wss");

    private final EnvironmentNames environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8765",
            description = "Where the live plane of the gateway is (default: ${DEFAULT-VALUE}).")
    private String url;

    @Option(
            names = {"-k", "--api-key"},
            paramLabel = "KEY",
            description = "A key with the scope monitor (default: MEHARI_API_KEY).")
    private Optional<String> key = Optional.empty();

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    /**
     * The command.
     *
     * @param environment has the key, where no option says it
     */
    public TopCommand(EnvironmentNames environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        URI address = address();
        try (LiveFeed feed = new LiveFeed(address, key.or(environment::apiKey), System.nanoTime());
                Terminal terminal = new ShellTerminal(spec.commandLine().getOut(), System.in)) {
            new TopLoop(feed, terminal, System::nanoTime).run();
        }
        return 0;
    }

    private URI address() {
        try {
            URI given = new URI(url);
            String scheme = SCHEMES.get(String.valueOf(given.getScheme()));
            if (given.getHost() != null && scheme != null) {
                return new URI(scheme, null, given.getHost(), given.getPort(), "/ws", null, null);
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new ParameterException(spec.commandLine(), "--url: expected an address such as http://127.0.0.1:8765");
    }
}
