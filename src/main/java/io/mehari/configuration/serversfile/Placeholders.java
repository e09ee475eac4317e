package io.mehari.configuration.serversfile;

import io.mehari.configuration.SecretFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values in place of {@code ${...}} in the texts of {@code mcp-servers.json}: variables of the environment,
 * contents of files, and the few names editors have for folders. {@code $${...}} stands for itself without the first
 * dollar. What does not look like one of these is left as it is.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("(\\$?)\\$\\{([^}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?");
    private static final Pattern PREFIXED = Pattern.compile("([A-Za-z]+):(.+)");

    private static final String HELP = "write ${NAME}, ${NAME:-default} or ${file:/path}; $${...} for the text itself";

    private final UnaryOperator<String> environment;

    /** Names that editors give to places; the workspace is the folder the gateway was started in. */
    private final Map<String, String> places = Map.of(
            "userHome",
            System.getProperty("user.home"),
            "workspaceFolder",
            System.getProperty("user.dir"),
            "pathSeparator",
            File.separator,
            "/",
            File.separator);

    /**
     * @param environment value of a variable by name, null if it is not set
     */
    Placeholders(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /**
     * The text with all values in place; what cannot be resolved is noted as a problem and left out.
     *
     * @param problem is given each problem, never with a value in it
     */
    String resolve(String text, Consumer<String> problem) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(problem, found)));
    }

    private String value(Consumer<String> problem, MatchResult found) {
        if (!found.group(1).isEmpty()) {
            return found.group().substring(1);
        }
        String name = found.group(2);
        if (places.containsKey(name)) {
            return places.get(name);
        }
        Matcher variable = VARIABLE.matcher(name);
        if (variable.matches()) {
            return variable(problem, variable);
        }
        Matcher prefixed = PREFIXED.matcher(name);
        return prefixed.matches() ? prefixed(problem, prefixed) : found.group();
    }

    private String variable(Consumer<String> problem, Matcher variable) {
        String value = environment.apply(variable.group(1));
        if (variable.group(2) != null) {
            return value == null || value.isEmpty() ? variable.group(2) : value;
        }
        if (value == null) {
            problem.accept("environment variable " + variable.group(1) + " is not set");
        }
        return value == null ? "" : value;
    }

    private static String prefixed(Consumer<String> problem, Matcher prefixed) {
        String argument = prefixed.group(2);
        return switch (prefixed.group(1)) {
            case "file" -> file(problem, argument);
            case "input" -> {
                problem.accept(input(argument));
                yield "";
            }
            default -> {
                problem.accept("${" + prefixed.group(1) + ":...} is not known: " + HELP);
                yield "";
            }
        };
    }

    private static String input(String name) {
        return "${input:" + name + "} asks the user of an editor, which the gateway cannot do: put the value"
                + " into an environment variable and write ${"
                + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_") + "}, or into a file and write"
                + " ${file:/path}";
    }

    private static String file(Consumer<String> problem, String path) {
        try {
            return SecretFile.read(Path.of(path)).strip();
        } catch (IOException | InvalidPathException e) {
            problem.accept("${file:...}: " + e.getMessage());
            return "";
        }
    }
}
