package io.mehari.cli;

import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.text.Counted;
import java.util.List;

/** API keys for people: names, scopes and expiry, without hashes. Stateless. */
final class KeyTable {
    private KeyTable() {}

    /**
     * The table of keys.
     *
     * @param keys those of the configuration
     * @param fromEnvironment whether the environment has one besides
     * @return with a line for each key, indented; one line where there is none
     */
    static String of(List<ApiKey> keys, boolean fromEnvironment) {
        int count = keys.size() + (fromEnvironment ? 1 : 0);
        if (count == 0) {
            return "No API key is configured: everything is open, on this machine only; 'mehari key create' makes one.\n";
        }
        int width = Math.max(
                3, keys.stream().mapToInt(key -> key.name().length()).max().orElse(0));
        StringBuilder table = new StringBuilder(Counted.of(count, "API key")).append(":\n");
        keys.forEach(key -> line(
                table,
                width,
                key.name(),
                key.scopeNames(),
                key.expires() == null ? "never expires" : "until " + key.expires()));
        if (fromEnvironment) {
            line(table, width, "cli", "call, monitor, admin", "from MEHARI_API_KEY");
        }
        return table.toString();
    }

    private static void line(StringBuilder table, int width, String name, String scopes, String expires) {
        table.append("  ")
                .append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(scopes)
                .append(" ".repeat(Math.max(0, 20 - scopes.length()) + 2))
                .append(expires)
                .append('\n');
    }
}
