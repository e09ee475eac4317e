package io.mehari.configuration.serversfile;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.upstream.AllowedTools;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads which tools of a server there are for callers, in the words of this program and of others: {@code tools} as a list
 * is that of Copilot, {@code enabled_tools} that of Codex, {@code includeTools} and {@code excludeTools} are those of Gemini
 * CLI, {@code exposed_tools} is that of MCP-Dock. Stateless.
 */
final class ToolListReader {
    private static final String ALLOWED = "allowedTools";
    private static final String TOOLS = "tools";

    /** Where an empty list stands for all tools. */
    private static final String EXPOSED = "exposed_tools";

    private static final List<String> OTHER_NAMES =
            List.of("allowed_tools", "enabledTools", "enabled_tools", "includeTools", EXPOSED);

    private static final String DISABLED = "disabledTools";
    private static final String DISABLED_AS_MCPO = "disabled_tools";
    private static final String DISABLED_AS_GEMINI = "excludeTools";

    private ToolListReader() {}

    /**
     * Reads all lists of a server's entry.
     *
     * @param fields of the server
     * @return all tools, where there is no list
     */
    static AllowedTools read(JsonObjectReader fields) {
        Optional<Set<String>> listed = allowed(fields);
        if (fields.tree(TOOLS).isArray()) {
            fields.accept(TOOLS);
            listed = one(fields, TOOLS, listed);
        }
        return new AllowedTools(disabled(fields), listed);
    }

    /**
     * Reads the lists of the entry for tools that are routes, which no other program has.
     *
     * @param fields of the entry
     * @return all tools, where there is no list
     */
    static AllowedTools ofToolRoutes(JsonObjectReader fields) {
        return new AllowedTools(disabled(fields), allowed(fields));
    }

    private static Set<String> disabled(JsonObjectReader fields) {
        Set<String> disabled = new LinkedHashSet<>(names(fields, DISABLED));
        disabled.addAll(names(fields, DISABLED_AS_MCPO));
        fields.accept(DISABLED_AS_GEMINI);
        disabled.addAll(names(fields, DISABLED_AS_GEMINI));
        return disabled;
    }

    private static Optional<Set<String>> allowed(JsonObjectReader fields) {
        fields.know(ALLOWED);
        Optional<Set<String>> allowed = list(fields, ALLOWED);
        for (String key : OTHER_NAMES) {
            fields.accept(key);
            allowed = one(fields, key, allowed);
        }
        return allowed;
    }

    /** Two lists would leave it open whether a tool has to be on both. */
    private static Optional<Set<String>> one(JsonObjectReader fields, String key, Optional<Set<String>> before) {
        Optional<Set<String>> list = list(fields, key);
        if (list.isPresent() && before.isPresent()) {
            fields.problem(key, "a second list of the tools that are allowed: name them all in " + ALLOWED);
        }
        return before.or(() -> list);
    }

    private static Optional<Set<String>> list(JsonObjectReader fields, String key) {
        if (!fields.has(key)) {
            return Optional.empty();
        }
        Set<String> names = new LinkedHashSet<>(names(fields, key));
        if (names.isEmpty() && fields.tree(key).isArray()) {
            if (EXPOSED.equals(key)) {
                return Optional.empty();
            }
            fields.warning(key, "allows no tool of this server: name those that are allowed, or [\"*\"] for all");
        }
        return Optional.of(names);
    }

    private static List<String> names(JsonObjectReader fields, String key) {
        List<String> names = fields.texts(key);
        JsonNode list = fields.tree(key);
        for (int i = 0; i < names.size(); i++) {
            if (list.get(i).isTextual() && names.get(i).isBlank()) {
                fields.problemsOf(key, i).accept("expected the name of a tool, where * stands for any text");
            }
        }
        return names;
    }
}
