package io.mehari.routes.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads trees of YAML. */
final class Nodes {
    private Nodes() {}

    /** Entries whose keys are texts, in order; empty for what is no map. */
    static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode map
                ? map.getValue().stream()
                        .filter(entry -> entry.getKeyNode() instanceof ScalarNode)
                        .toList()
                : List.of();
    }

    static String keyOf(NodeTuple entry) {
        return ((ScalarNode) entry.getKeyNode()).getValue();
    }

    /** The value of a key, which may be written with dashes as well. */
    static Optional<Node> child(Node node, String key) {
        for (NodeTuple entry : entries(node)) {
            if (camelCase(keyOf(entry)).equals(key)) {
                return Optional.of(entry.getValueNode());
            }
        }
        return Optional.empty();
    }

    /** The text of a key, if its value is one. */
    static Optional<String> text(Node node, String key) {
        return child(node, key).flatMap(Nodes::text);
    }

    static Optional<String> text(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** Texts by key, those inside {@code a.b} as maps in maps flattened. */
    static Map<NodeTuple, String> names(Node node) {
        Map<NodeTuple, String> names = new LinkedHashMap<>();
        entries(node).forEach(entry -> names.put(entry, keyOf(entry)));
        return names;
    }

    /** Camel reads {@code set-body} as {@code setBody}. */
    static String camelCase(String key) {
        if (key.indexOf('-') < 0) {
            return key;
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < key.length(); i++) {
            boolean dash = key.charAt(i) == '-' && i + 1 < key.length();
            name.append(dash ? Character.toUpperCase(key.charAt(++i)) : key.charAt(i));
        }
        return name.toString();
    }
}
