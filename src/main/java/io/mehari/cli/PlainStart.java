package io.mehari.cli;

import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.launch.Launch;
import io.mehari.security.KeyHash;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The start that most command lines ask for: settings, a file of servers, a port, an address, and nothing that could be
 * wrong. It is read here, since the library that reads all others is a twentieth of a start: none of its classes, which are
 * older than what the JVM can archive, is loaded then.
 */
final class PlainStart {
    private static final Map<String, String> NAMES = Map.of(
            "-c", "mehari.servers.file", "--config", "mehari.servers.file",
            "-p", "mehari.data.port", "--port", "mehari.data.port",
            "-h", "mehari.data.host", "--host", "mehari.data.host");

    /** The order in which the command that takes every option adds them. */
    private static final List<String> ORDER = List.of("mehari.servers.file", "mehari.data.port", "mehari.data.host");

    private static final Predicate<String> PORT =
            Pattern.compile("0|[1-9][0-9]{0,8}").asMatchPredicate();
    private static final Predicate<String> PLAIN =
            Pattern.compile("[^-@=\\s\"'][^\\s\"']*").asMatchPredicate();

    private PlainStart() {}

    /**
     * The gateway that is to be started.
     *
     * @param arguments of the command line
     * @param environment variables that stand for options
     * @return empty where anything else is asked for, or may be wrong
     */
    static Optional<Launch> of(Arguments arguments, EnvironmentNames environment) {
        if (!arguments.command().isEmpty() || environment.logLevel().isPresent()) {
            return Optional.empty();
        }
        return options(arguments.own()).map(options -> {
            List<String> settings = new ArrayList<>();
            ORDER.stream()
                    .filter(options::containsKey)
                    .forEach(name -> settings.add("--" + name + "=" + options.get(name)));
            settings.addAll(arguments.settings());
            return new Launch(
                    settings,
                    environment,
                    environment.apiKey().map(KeyHash::of),
                    new LaunchOptions(Map.of(), Optional.empty()),
                    environment.warnings());
        });
    }

    private static Optional<Map<String, String>> options(List<String> own) {
        Map<String, String> options = new LinkedHashMap<>();
        Iterator<String> words = own.iterator();
        while (words.hasNext()) {
            String word = words.next();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String setting = NAMES.get(equals < 0 ? word : word.substring(0, equals));
            if (setting == null || equals < 0 && !words.hasNext()) {
                return Optional.empty();
            }
            String value = equals < 0 ? words.next() : word.substring(equals + 1);
            if (!isGood(setting, value) || options.putIfAbsent(setting, value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(options);
    }

    private static boolean isGood(String setting, String value) {
        return switch (setting) {
            case "mehari.data.port" -> PORT.test(value);
            case "mehari.servers.file" -> PLAIN.test(value) && isWrittenAsIs(value);
            default -> PLAIN.test(value);
        };
    }

    private static boolean isWrittenAsIs(String path) {
        try {
            return Path.of(path).toString().equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
