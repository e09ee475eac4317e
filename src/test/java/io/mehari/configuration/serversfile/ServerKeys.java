package io.mehari.configuration.serversfile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys of a server's entry in {@code mcp-servers.json}, found by running the reader over an entry that has every
 * key it is asked for and writes down which are read. Keys that are only looked for, to say that they have no effect,
 * are not among them.
 */
public final class ServerKeys {
    private static final Set<String> TRANSPORTS = Set.of("stdio", "http");

    /** Wherever the reader takes the first of several keys, the others are read once those before are absent. */
    private static final int MOST_PASSES = 10_000;

    private ServerKeys() {}

    /** All of them, a key within an object as {@code retry.max}, ordered by name. */
    public static Set<String> read() {
        Set<String> keys = new TreeSet<>();
        TRANSPORTS.forEach(transport -> keys.addAll(read(transport)));
        return keys;
    }

    private static Set<String> read(String transport) {
        Set<String> keys = new TreeSet<>();
        Set<Set<String>> seen = new HashSet<>();
        Deque<Set<String>> absences = new ArrayDeque<>();
        absences.add(Set.of());
        while (!absences.isEmpty()) {
            Set<String> absent = absences.poll();
            if (seen.add(absent)) {
                requireFew(seen);
                Set<String> found = read(transport, absent);
                found.removeAll(keys);
                keys.addAll(found);
                found.forEach(key -> absences.add(with(absent, key)));
            }
        }
        return keys;
    }

    private static void requireFew(Set<Set<String>> seen) {
        if (seen.size() > MOST_PASSES) {
            throw new IllegalStateException("The reader asks for other keys each time");
        }
    }

    private static Set<String> with(Set<String> absent, String key) {
        Set<String> more = new HashSet<>(absent);
        more.add(key);
        return more;
    }

    private static Set<String> read(String transport, Set<String> absent) {
        Set<String> keys = new TreeSet<>();
        Entry entry = new Entry("", transport, absent, keys);
        JsonObjectReader fields = new JsonObjectReader(entry, "$", new Findings(noPositions()));
        new ServerReader(new CallSettingsReader(Duration.ofMinutes(5)), name -> null)
                .read("files", fields, "fingerprint");
        keys.removeIf(key -> keys.stream().anyMatch(other -> other.startsWith(key + ".")));
        return keys;
    }

    private static JsonPositions noPositions() {
        try (JsonParser parser = Json.MAPPER.createParser("{}")) {
            return JsonPositions.read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has every key: an object to those who read it, a text to those who only look. */
    private static final class Entry extends ObjectNode {
        private static final long serialVersionUID = 1L;

        private final String prefix;
        private final String transport;
        private final transient Set<String> absent;
        private final transient Set<String> keys;

        Entry(String prefix, String transport, Set<String> absent, Set<String> keys) {
            super(JsonNodeFactory.instance);
            this.prefix = prefix;
            this.transport = transport;
            this.absent = absent;
            this.keys = keys;
        }

        @Override
        public JsonNode get(String key) {
            String name = prefix + key;
            keys.add(name);
            if (absent.contains(name)) {
                return null;
            }
            return name.equals("type") ? TextNode.valueOf(transport) : new Entry(name + ".", transport, absent, keys);
        }

        @Override
        public JsonNode path(String key) {
            return absent.contains(prefix + key) ? super.path(key) : TextNode.valueOf("text");
        }

        @Override
        public boolean hasNonNull(String key) {
            return !absent.contains(prefix + key);
        }

        /** One entry with a name of somebody's choice, whose keys are named as those of the server. */
        @Override
        public Iterator<Map.Entry<String, JsonNode>> fields() {
            JsonNode named = new Entry("", transport, absent, keys);
            return Map.of("any", named).entrySet().iterator();
        }
    }
}
