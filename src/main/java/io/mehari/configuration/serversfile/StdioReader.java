package io.mehari.configuration.serversfile;

import io.mehari.configuration.VariablesFile;
import io.mehari.upstream.InheritedVariables;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads how to start a server that is a child process. */
final class StdioReader {
    /** How Gemini CLI and shells write a variable, and the gateway does not. */
    private static final Pattern BARE = Pattern.compile("\\$[A-Za-z_][A-Za-z0-9_]*");

    private final Placeholders placeholders;
    private final Map<String, String> inherited;

    /**
     * @param inherited variables that every process gets, unless its own entry says otherwise
     */
    StdioReader(Placeholders placeholders, Map<String, String> inherited) {
        this.placeholders = placeholders;
        this.inherited = Map.copyOf(inherited);
    }

    StdioSettings read(JsonObjectReader fields) {
        Map<String, String> variables = new LinkedHashMap<>(inherited);
        Placeholders own = placeholders.before(variables);
        environment(fields, variables, own);
        String command = Placeholders.home(text(fields, "command", own));
        if (fields.isBlank("command")) {
            fields.problem(
                    "command",
                    "missing: the program that starts this server, or \"url\" for one that is reached over HTTP");
        }
        String directory = Placeholders.home(text(fields, "cwd", own));
        return new StdioSettings(
                command,
                arguments(fields, own),
                variables,
                directory,
                inheritEnv(fields).without(nulls(fields)));
    }

    private static List<String> arguments(JsonObjectReader fields, Placeholders own) {
        List<String> args = new ArrayList<>();
        List<String> given = fields.texts("args");
        for (int i = 0; i < given.size(); i++) {
            Consumer<String> problems = fields.problemsOf("args", i);
            Consumer<String> warnings = fields.warningsOf("args", i);
            String text = given.get(i);
            if (text.startsWith("~/")) {
                warnings.accept("~ is passed on as it is: write ${userHome} for the home folder");
            }
            args.add(withoutNul(
                    own.resolveKeeping(
                            text,
                            problems,
                            name -> warnings.accept(
                                    "variable " + name + " is not set: ${" + name + "} is passed on as it is")),
                    problems));
        }
        return args;
    }

    /** A variable that is null in {@code env} is not there for the server, wherever it would come from. */
    private static Set<String> nulls(JsonObjectReader fields) {
        return fields.values("env").entrySet().stream()
                .filter(variable -> variable.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** {@code true} for all variables of the gateway, or the names of some; the gateway's own are never passed. */
    private static InheritedVariables inheritEnv(JsonObjectReader fields) {
        if (fields.tree("inheritEnv").isBoolean()) {
            return new InheritedVariables(fields.flag("inheritEnv", false), List.of());
        }
        List<String> names = fields.texts("inheritEnv");
        for (int i = 0; i < names.size(); i++) {
            if (InheritedVariables.isOwn(names.get(i))) {
                fields.problemsOf("inheritEnv", i)
                        .accept("a setting of the gateway is never passed to a server; if this server really needs it,"
                                + " write it into \"env\"");
            }
        }
        return new InheritedVariables(false, names);
    }

    /** Fills the variables of the process, each of which the texts after it may name. */
    private static void environment(JsonObjectReader fields, Map<String, String> variables, Placeholders own) {
        String file = Placeholders.home(text(fields, "envFile", own));
        if (!file.isBlank()) {
            try {
                variables.putAll(VariablesFile.read(Path.of(file)));
            } catch (IOException | InvalidPathException e) {
                fields.problem("envFile", e.getMessage().replace(file, fields.text("envFile", "")));
            }
        }
        fields.values("env").forEach((name, value) -> {
            Consumer<String> problems = fields.problemsOf("env", name);
            if (name.isEmpty() || name.contains("=") || name.indexOf('\0') >= 0) {
                problems.accept("not a valid variable name");
            } else if (value.isEmpty()) {
                variables.remove(name);
            } else {
                String text = value.get();
                if (BARE.matcher(text).matches()) {
                    fields.warning(
                            "env",
                            "\"" + name + "\" is passed on as the text " + text + ": to insert the variable write ${"
                                    + text.substring(1) + "}");
                }
                variables.put(name, withoutNul(own.resolve(text, problems), problems));
            }
        });
    }

    private static String text(JsonObjectReader fields, String key, Placeholders own) {
        Consumer<String> problems = problem -> fields.problem(key, problem);
        return withoutNul(own.resolve(fields.text(key, ""), problems), problems);
    }

    private static String withoutNul(String resolved, Consumer<String> problems) {
        if (resolved.indexOf('\0') >= 0) {
            problems.accept("a text with a NUL character cannot be passed to a process");
            return "";
        }
        return resolved;
    }
}
