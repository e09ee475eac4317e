package io.mehari.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.configuration.LaunchOptions.Server;
import io.mehari.protocol.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of the one server that a command line describes. */
final class SingleServerOptions {
    private static final String HEADERS =
            "--header takes a JSON object of strings: '{\"Authorization\": \"Bearer x\"}'";

    @Option(
            names = {"--type", "--server-type"},
            paramLabel = "TYPE",
            defaultValue = "stdio",
            description = "Type of the single server after --: stdio (default), sse or streamable-http.")
    private String type;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "JSON",
            description = "HTTP headers for that server, as a JSON object of strings.")
    private String header;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "Name of that server: its tools are at POST /TOOL and POST /NAME/TOOL. Title of the API"
                    + " document, too.")
    private String name;

    @Option(names = "--command", paramLabel = "COMMAND", description = "Command of that server, instead of --.")
    private String command;

    @Option(names = "--args", paramLabel = "ARG", arity = "1..*", description = "Arguments of that command.")
    private List<String> args = List.of();

    /**
     * The server, if one was given.
     *
     * @param rest what stands after {@code --}
     * @throws ParameterException if the options contradict each other
     */
    Optional<Server> server(CommandSpec spec, List<String> rest) {
        List<String> words = new ArrayList<>(rest);
        if (command != null) {
            words.addAll(0, args);
            words.add(0, command);
        } else if (!args.isEmpty()) {
            throw problem(spec, "--args needs --command");
        }
        if (words.isEmpty() && header != null) {
            throw problem(spec, "--header is for a single server, given after --; in a file write \"headers\"");
        }
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(new Server(
                        name == null ? SingleServerName.of(words) : name, transport(spec), words, headers(spec)));
    }

    /** The name given, which is the title of the API document as well; null if there is none. */
    String name() {
        return name;
    }

    private String transport(CommandSpec spec) {
        String word = type.toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (word) {
            case "stdio", "sse", "streamable-http" -> word;
            case "streamablehttp", "http" -> "streamable-http";
            default -> throw problem(spec, "there is no server type " + type + ": use stdio, sse or streamable-http");
        };
    }

    /**
     * Headers that were given.
     *
     * @throws ParameterException if they are not a JSON object of strings
     */
    Map<String, String> headers(CommandSpec spec) {
        Map<String, String> headers = new LinkedHashMap<>();
        try {
            JsonNode given = header == null ? Json.object() : Json.read(header);
            boolean strings = given.isObject()
                    && given.propertyStream().allMatch(entry -> entry.getValue().isTextual());
            if (!strings) {
                throw problem(spec, HEADERS);
            }
            given.fields()
                    .forEachRemaining(entry ->
                            headers.put(entry.getKey(), entry.getValue().textValue()));
        } catch (JsonProcessingException e) {
            throw problem(spec, HEADERS);
        }
        return headers;
    }

    private static ParameterException problem(CommandSpec spec, String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
