package io.mehari.cli.gateway;

import io.mehari.configuration.settings.EnvironmentNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which gateway is asked, and how its answer is shown. */
final class GatewayOptions {
    private static final int LONGEST = 3600;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8000",
            description = "Where the gateway is (default: ${DEFAULT-VALUE}).")
    private String url;

    @Option(
            names = {"-k", "--api-key"},
            paramLabel = "KEY",
            description = "A key with the scope monitor to look, admin to change (default: MEHARI_API_KEY).")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "Longest wait for an answer (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(names = "--json", description = "Prints what the gateway answers, as JSON.")
    private boolean json;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    boolean isJson() {
        return json;
    }

    /**
     * What asks that gateway.
     *
     * @param path below which everything is that it is asked for
     * @throws ParameterException if an option makes no sense
     */
    GatewayClient client(String path, CommandSpec spec, EnvironmentNames environment) {
        if (timeout < 1 || timeout > LONGEST) {
            throw new ParameterException(spec.commandLine(), "--timeout: expected 1 to " + LONGEST + " seconds");
        }
        return new GatewayClient(base(spec), path, key.or(environment::apiKey), Duration.ofSeconds(timeout));
    }

    private URI base(CommandSpec spec) {
        try {
            URI given = new URI(url);
            if (given.getHost() != null && List.of("http", "https").contains(given.getScheme())) {
                return new URI(given.getScheme(), null, given.getHost(), given.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new ParameterException(spec.commandLine(), "--url: expected an address such as http://127.0.0.1:8000");
    }
}
