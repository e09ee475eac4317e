package io.mehari.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mehari.capacity.LoadTarget;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.protocol.Json;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What {@code mehari bench} calls, and how. */
final class BenchOptions {
    private static final int MOST_CALLERS = 2_000;
    private static final int MOST_SECONDS = 600;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SERVER/TOOL",
            defaultValue = "camel/current_time",
            description = "The tool to call (default: ${DEFAULT-VALUE}).")
    private String tool;

    @Option(
            names = "--arguments",
            paramLabel = "JSON",
            defaultValue = "{}",
            description = "Arguments of each call, a JSON object (default: ${DEFAULT-VALUE}).")
    private String arguments;

    @Option(
            names = "--any-tool",
            description = "Calls a tool that does not say that it changes nothing (readOnlyHint).")
    private boolean anyTool;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8000",
            description = "Where the gateway is (default: ${DEFAULT-VALUE}).")
    private String url;

    @Option(names = "--remote", description = "The gateway may be on another machine, which is put under load then.")
    private boolean remote;

    @Option(
            names = {"--api-key", "--key"},
            paramLabel = "KEY",
            description = "A key with the scope call (default: MEHARI_API_KEY).")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--callers",
            paramLabel = "NUMBER",
            split = ",",
            defaultValue = "1,2,4,8,16,32,64",
            description = "Callers of each step (default: ${DEFAULT-VALUE}).")
    private List<Integer> callers = List.of();

    @Option(
            names = "--step",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Length of each step (default: ${DEFAULT-VALUE}).")
    private int step;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description =
                    "How long the callers of the first step call before anything counts (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Longest wait for an answer, then the outcome is no_answer (default: ${DEFAULT-VALUE}).")
    private int timeout;

    /**
     * What to call.
     *
     * @throws ParameterException if an option makes no sense, or the gateway is elsewhere and that was not said
     */
    LoadTarget target(CommandSpec spec, EnvironmentNames environment) {
        String[] names = tool.split("/", 2);
        check(
                spec,
                names.length == 2 && !names[0].isEmpty() && !names[1].isEmpty(),
                "name the tool as SERVER/TOOL, such as files/read_file");
        check(spec, isObject(), "--arguments: expected a JSON object, such as '{\"path\": \"/data\"}'");
        check(
                spec,
                !callers.isEmpty() && callers.stream().allMatch(number -> number >= 1 && number <= MOST_CALLERS),
                "--callers: expected whole numbers from 1 to " + MOST_CALLERS + ", with commas");
        check(spec, step >= 1 && step <= MOST_SECONDS, "--step: expected 1 to " + MOST_SECONDS + " seconds");
        check(spec, warmUp >= 0 && warmUp <= MOST_SECONDS, "--warm-up: expected 0 to " + MOST_SECONDS + " seconds");
        check(spec, timeout >= 1 && timeout <= MOST_SECONDS, "--timeout: expected 1 to " + MOST_SECONDS + " seconds");
        return new LoadTarget(base(spec), names[0], names[1], arguments, key.or(environment::apiKey));
    }

    private static void check(CommandSpec spec, boolean fine, String problem) {
        if (!fine) {
            throw new ParameterException(spec.commandLine(), problem);
        }
    }

    private boolean isObject() {
        try {
            return Json.read(arguments).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private URI base(CommandSpec spec) {
        try {
            URI given = new URI(url);
            boolean usable = given.getHost() != null && List.of("http", "https").contains(given.getScheme());
            check(spec, usable, "--url: expected an address such as http://127.0.0.1:8000");
            check(
                    spec,
                    remote || isThisMachine(given.getHost()),
                    given.getHost() + " is another machine, and would be put under load: --remote if it may be");
            return new URI(given.getScheme(), null, given.getHost(), given.getPort(), null, null, null);
        } catch (URISyntaxException e) {
            throw new ParameterException(
                    spec.commandLine(), "--url: expected an address such as http://127.0.0.1:8000");
        }
    }

    /** A name that nobody knows is left to the connection. */
    private static boolean isThisMachine(String host) {
        try {
            return InetAddress.getByName(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    boolean isAnyTool() {
        return anyTool;
    }

    List<Integer> callers() {
        return new ArrayList<>(new TreeSet<>(callers));
    }

    Duration length() {
        return Duration.ofSeconds(step);
    }

    Duration warmUp() {
        return Duration.ofSeconds(warmUp);
    }

    Duration limit() {
        return Duration.ofSeconds(timeout);
    }
}
