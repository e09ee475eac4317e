package io.mehari.configuration;

import io.mehari.upstream.CallSettings;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one entry of {@code mcpServers} (contracts, sections 4 and 7). */
final class ServerReader {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /** Keys of remote servers and their connections, which join in a later version: refused by name, never ignored. */
    private static final List<String> REMOTE = List.of("url", "headers", "oauth", "client_header_forwarding", "pool");

    private final CallSettingsReader calls;
    private final UnaryOperator<String> environment;

    /**
     * @param calls reads limits
     * @param environment value of a variable by name, null if it is not set
     */
    ServerReader(CallSettingsReader calls, UnaryOperator<String> environment) {
        this.calls = calls;
        this.environment = environment;
    }

    UpstreamSettings read(String name, Fields fields, String fingerprint) {
        ServerNames.problem(name).ifPresent(problem -> fields.problem("(name)", problem));
        refuseRemote(fields);
        CallSettings settings = calls.read(fields, CallSettings.DEFAULTS);
        UpstreamSettings server = new UpstreamSettings(
                name,
                stdio(fields),
                disabledTools(fields),
                fields.object("retry")
                        .map(retry -> retry.flag("trust-annotations", false))
                        .orElse(false),
                settings,
                tools(fields, settings),
                fingerprint);
        fields.refuseOthers();
        return server;
    }

    private static void refuseRemote(Fields fields) {
        for (String key : REMOTE) {
            if (fields.has(key)) {
                fields.refuse(key, "remote servers are not supported by this version: only stdio servers (command)");
            }
        }
        String type = fields.text("type", "stdio");
        if (!"stdio".equals(type)) {
            fields.problem("type", "\"" + type + "\" is not supported by this version: only \"stdio\"");
        }
    }

    private StdioSettings stdio(Fields fields) {
        String command = resolve(fields, "command", fields.text("command", ""));
        if (command.isBlank() && !fields.has("url") && !fields.holdsNoText("command")) {
            fields.problem("command", "missing: the program that starts this server");
        }
        List<String> args = new ArrayList<>();
        fields.texts("args").forEach(arg -> args.add(resolve(fields, "args", arg)));
        Map<String, String> env = new LinkedHashMap<>();
        fields.textMap("env").forEach((key, value) -> env.put(key, resolve(fields, "env." + key, value)));
        return new StdioSettings(command, args, env, resolve(fields, "cwd", fields.text("cwd", "")));
    }

    private static Set<String> disabledTools(Fields fields) {
        Set<String> disabled = new LinkedHashSet<>(fields.texts("disabledTools"));
        disabled.addAll(fields.texts("disabled_tools"));
        return disabled;
    }

    private Map<String, CallSettings> tools(Fields fields, CallSettings server) {
        return fields.object("tools").map(Fields::named).orElse(Map.of()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> {
                    refuseTrust(entry.getValue());
                    CallSettings tool = calls.read(entry.getValue(), server);
                    entry.getValue().refuseOthers();
                    return tool;
                }));
    }

    /** The hints of a server are believed as a whole or not at all. */
    private static void refuseTrust(Fields tool) {
        tool.object("retry")
                .filter(retry -> retry.has("trust-annotations"))
                .ifPresent(retry -> retry.refuse(
                        "trust-annotations", "holds for a whole server: say it in the server's own retry"));
    }

    /** Puts environment variables in place of {@code ${NAME}}. */
    private String resolve(Fields fields, String key, String text) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String value = environment.apply(matcher.group(1));
            if (value == null) {
                fields.problem(key, "environment variable " + matcher.group(1) + " is not set");
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value == null ? "" : value));
        }
        return matcher.appendTail(resolved).toString();
    }
}
