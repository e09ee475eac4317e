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

    private static final String HOME = System.getProperty("user.home");
    private static final Path FOLDER = Path.of(System.getProperty("user.dir"));

    private final UnaryOperator<String> environment;

    /** Names that editors give to places; the workspace is the folder the gateway was started in. */
    private final Map<String, String> places = Map.of(
            "userHome",
            HOME,
            "workspaceFolder",
            FOLDER.toString(),
            "workspaceFolderBasename",
            String.valueOf(FOLDER.getFileName()),
            "cwd",
            FOLDER.toString(),
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
     * The same with variables that hold before those of the environment.
     *
     * @param own looked at anew each time, since it may grow meanwhile
     */
    Placeholders before(Map<String, String> own) {
        return new Placeholders(name -> own.containsKey(name) ? own.get(name) : environment.apply(name));
    }

    /** The text with the user's home folder in the place of a leading {@code ~/}, as shells have it. */
    static String home(String text) {
        return text.equals("~") || text.startsWith("~/") ? HOME + text.substring(1) : text;
    }

    /**
     * The text with all values in place; what cannot be resolved is noted as a problem and left out.
     *
     * @param problem is given each problem, never with a value in it
     */
    String resolve(String text, Consumer<String> problem) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(problem, found, name -> {
                    problem.accept("environment variable " + name + " is not set");
                    return "";
                })));
    }

    /**
     * The same, but a variable that is not set stays as it is written: what is passed to programs may have such texts
     * of its own.
     *
     * @param unset is given the name of each
     */
    String resolveKeeping(String text, Consumer<String> problem, Consumer<String> unset) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(problem, found, name -> {
                    unset.accept(name);
                    return found.group();
                })));
    }

    private String value(Consumer<String> problem, MatchResult found, UnaryOperator<String> unset) {
        if (!found.group(1).isEmpty()) {
            return found.group().substring(1);
        }
        String name = found.group(2);
        if (places.containsKey(name)) {
            return places.get(name);
        }
        Matcher variable = VARIABLE.matcher(name);
        if (variable.matches()) {
            return variable(variable, unset);
        }
        Matcher prefixed = PREFIXED.matcher(name);
        return prefixed.matches() ? prefixed(problem, prefixed) : found.group();
    }

    private String variable(Matcher variable, UnaryOperator<String> unset) {
        String value = environment.apply(variable.group(1));
        if (variable.group(2) != null) {
            return value == null || value.isEmpty() ? variable.group(2) : value;
        }
        return value == null ? unset.apply(variable.group(1)) : value;
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
