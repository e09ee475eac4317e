package io.mehari.clients;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in a client's file for the gateway.
 *
 * @param client whose file it is for
 * @param name of the entry
 * @param entry as the client has it
 * @param inputs what the client asks its user for beside it; empty for most
 * @param variable whether the client takes the key from the variable {@code MEHARI_API_KEY}
 * @param inClear whether the key stands in it
 */
public record ClientEntry(
        McpClient client, String name, ObjectNode entry, List<ObjectNode> inputs, boolean variable, boolean inClear) {
    /** Name of the variable that holds a key. */
    public static final String VARIABLE = "MEHARI_API_KEY";

    /**
     * How a gateway knows who calls.
     *
     * @param needed whether it asks for a key
     * @param inClear the key that may stand in the file
     */
    public record Key(boolean needed, Optional<String> inClear) {
        /** A gateway that asks for none. */
        public static final Key NONE = new Key(false, Optional.empty());

        private Optional<String> text(McpClient client) {
            return needed ? Optional.of(inClear.orElse(client.placeholder())) : Optional.empty();
        }
    }

    /**
     * The entry of a client that calls a gateway which runs.
     *
     * @param client one that knows addresses
     * @param name of the entry
     * @param url of the gateway's endpoint
     * @param key for it
     * @return a new entry
     */
    public static ClientEntry ofAddress(McpClient client, String name, String url, Key key) {
        String text = key.needed() ? key.inClear().orElse("") : null;
        return of(client, name, client.address(url, text), key);
    }

    /**
     * The entry of a client that starts a process.
     *
     * @param client any
     * @param name of the entry
     * @param command with its arguments
     * @param variables of the process
     * @param key for the gateway that the process leads to
     * @return a new entry
     */
    public static ClientEntry ofProcess(
            McpClient client, String name, List<String> command, Map<String, String> variables, Key key) {
        ObjectNode entry = Json.object();
        if (client.namesStdio()) {
            entry.put("type", "stdio");
        }
        entry.put("command", command.get(0));
        command.stream().skip(1).forEach(entry.putArray("args")::add);
        ObjectNode environment = Json.object();
        variables.forEach(environment::put);
        key.text(client).ifPresent(text -> environment.put(VARIABLE, text));
        if (!environment.isEmpty()) {
            entry.set("env", environment);
        }
        return of(client, name, entry, key);
    }

    private static ClientEntry of(McpClient client, String name, ObjectNode entry, Key key) {
        boolean placeholder = key.needed() && key.inClear().isEmpty();
        return new ClientEntry(
                client,
                name,
                entry,
                placeholder ? client.inputs() : List.of(),
                placeholder && client.needsVariable(),
                key.inClear().isPresent());
    }

    /** A file with nothing else in it. */
    public String alone() {
        return in("");
    }

    /**
     * The text of a file with this entry in it; everything else stays, comments included.
     *
     * @param text of the file; blank for a new one
     * @return the new text
     * @throws JsonEditException if the text is no JSON object, or has something else at the place of the entry
     */
    public String in(String text) {
        String changed = JsonText.put(text, List.of(client.list(), name), entry);
        for (ObjectNode input : inputs) {
            changed = JsonText.append(changed, List.of("inputs"), input, "id");
        }
        return changed;
    }

    /** Without what may be a key. */
    @Override
    public String toString() {
        return "ClientEntry[" + client.id() + ", " + name + "]";
    }
}
