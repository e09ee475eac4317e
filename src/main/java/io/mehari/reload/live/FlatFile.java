package io.mehari.reload.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.configuration.ChangedKey;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The values in a file of YAML or JSON, each by its path: {@code entries[0].title}. They are read when they are compared,
 * since most files never change. Immutable.
 */
public final class FlatFile {
    /** Values that are compared; those of real files are some hundreds. */
    private static final int MOST = 20_000;

    private final String name;
    private final String text;

    private FlatFile(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** A file that says nothing. */
    static FlatFile empty(String name) {
        return new FlatFile(name, "");
    }

    /**
     * What a file says.
     *
     * @param name first part of every path; may be empty
     * @param file YAML or JSON
     * @return nothing if it is not there or cannot be read, which its reader tells
     */
    public static FlatFile of(String name, Path file) {
        try {
            return new FlatFile(name, Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return empty(name);
        }
    }

    String name() {
        return name;
    }

    /**
     * The values that differ.
     *
     * @param before the file as it was
     * @return in the order of their paths, with secrets
     */
    public List<ChangedKey> changesSince(FlatFile before) {
        Map<String, String> then = before.values();
        Map<String, String> now = values();
        Set<String> paths = new TreeSet<>(now.keySet());
        paths.addAll(then.keySet());
        List<ChangedKey> changes = new ArrayList<>();
        for (String path : paths) {
            if (!Objects.equals(then.get(path), now.get(path))) {
                changes.add(new ChangedKey(path, then.get(path), now.get(path)));
            }
        }
        return changes;
    }

    private Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        try {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            put(name, Json.MAPPER.valueToTree(tree), values);
        } catch (YAMLException | IllegalArgumentException e) {
            values.clear(); // its reader tells
        }
        return values;
    }

    private static void put(String path, JsonNode node, Map<String, String> values) {
        if (values.size() >= MOST) {
            return;
        }
        if (node.isObject()) {
            node.fields().forEachRemaining(member -> put(below(path, member.getKey()), member.getValue(), values));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                put(path + "[" + i + "]", node.get(i), values);
            }
        } else if (!path.isEmpty()) {
            values.put(path, node.isNull() ? "" : node.asText());
        }
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
