package io.mehari.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names of servers as their file has them, where they are not the names by which the gateway knows the servers: the short
 * form of calls takes both. Safe for concurrent use.
 */
public final class ServerAliases {
    private volatile Map<String, String> aliases = Map.of();

    /** No aliases yet. */
    public ServerAliases() {}

    /**
     * Replaces all aliases.
     *
     * @param byName name in the gateway by name in the file
     */
    public void apply(Map<String, String> byName) {
        aliases = Map.copyOf(byName);
    }

    /**
     * Every alias.
     *
     * @return names as their file has them
     */
    public Set<String> all() {
        return aliases.keySet();
    }

    /**
     * The name of a server as its file has it.
     *
     * @param name by which the gateway knows it
     * @return empty if it is the same
     */
    public Optional<String> inFile(String name) {
        return aliases.entrySet().stream()
                .filter(alias -> alias.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * The name by which the gateway knows a server.
     *
     * @param name either of its names
     * @return the same name if it is no alias
     */
    public String nameOf(String name) {
        return aliases.getOrDefault(name, name);
    }
}
