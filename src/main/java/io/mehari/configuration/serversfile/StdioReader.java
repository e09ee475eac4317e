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
import java.util.function.Consumer;
import java.util.regex.Pattern;

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
        String command = text(fields, "command");
        if (fields.isBlank("command")) {
            fields.problem(
                    "command",
                    "missing: the program that starts this server, or \"url\" for one that is reached over HTTP");
        }
        List<String> args = new ArrayList<>();
        List<String> given = fields.texts("args");
        for (int i = 0; i < given.size(); i++) {
            args.add(resolve(given.get(i), fields.problemsOf("args", i)));
        }
        return new StdioSettings(command, args, environment(fields), text(fields, "cwd"), inheritEnv(fields));
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

    private Map<String, String> environment(JsonObjectReader fields) {
        Map<String, String> variables = new LinkedHashMap<>(inherited);
        String file = text(fields, "envFile");
        if (!file.isBlank()) {
            try {
                variables.putAll(VariablesFile.read(Path.of(file)));
            } catch (IOException | InvalidPathException e) {
                fields.problem("envFile", e.getMessage().replace(file, fields.text("envFile", "")));
            }
        }
        fields.textMap("env").forEach((name, value) -> {
            Consumer<String> problems = fields.problemsOf("env", name);
            if (name.isEmpty() || name.contains("=")) {
                problems.accept("not a valid variable name");
            } else {
                if (BARE.matcher(value).matches()) {
                    fields.warning(
                            "env",
                            "\"" + name + "\" is passed on as the text " + value + ": to insert the variable write ${"
                                    + value.substring(1) + "}");
                }
                variables.put(name, resolve(value, problems));
            }
        });
        return variables;
    }

    private String text(JsonObjectReader fields, String key) {
        return resolve(fields.text(key, ""), problem -> fields.problem(key, problem));
    }

    private String resolve(String text, Consumer<String> problems) {
        String resolved = placeholders.resolve(text, problems);
        if (resolved.indexOf('\0') >= 0) {
            problems.accept("a text with a NUL character cannot be passed to a process");
            return "";
        }
        return resolved;
    }
}
