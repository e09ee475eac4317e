package io.mehari.security;

import io.mehari.call.Scope;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.text.NearestKey;
import io.mehari.text.Position;
import java.io.StringReader;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads a list of API keys from YAML. Values are taken as they are written, not as YAML would guess their type: a hash of
 * digits is no number. Never repeats a value in a problem, since somebody may have written a key where its hash belongs.
 * For one thread.
 */
final class KeyEntries {
    private static final int MOST_PROBLEMS = 20;
    private static final List<String> FIELDS = List.of("name", "sha256", "scopes", "expires");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern NAME = Pattern.compile("\\P{Cntrl}{1,100}");

    private final List<ApiKey> keys = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private KeyEntries() {}

    /**
     * Reads a text.
     *
     * @param text YAML
     * @return its keys, or its problems
     */
    static KeyEntries of(String text) {
        KeyEntries entries = new KeyEntries();
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root instanceof SequenceNode list) {
                list.getValue().forEach(entries::entry);
            } else if (root != null && !isNull(root)) {
                entries.problem(root, "expected a list of keys, as 'mehari key create' writes them");
            }
        } catch (MarkedYAMLException e) {
            String place = e.getProblemMark() == null
                    ? ""
                    : ", "
                            + new Position(
                                    e.getProblemMark().getLine() + 1,
                                    e.getProblemMark().getColumn() + 1);
            entries.problems.add(place + ": not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            entries.problems.add(": not YAML: " + e.getMessage());
        }
        return entries;
    }

    /**
     * The keys that were read.
     *
     * @return to be used only without problems
     */
    List<ApiKey> keys() {
        return keys;
    }

    /**
     * What is wrong.
     *
     * @return each beginning with its place, to be put behind the name of the file
     */
    List<String> problems() {
        return problems;
    }

    private void entry(Node node) {
        if (!(node instanceof MappingNode entry)) {
            problem(node, "expected a key with name, sha256 and scopes");
            return;
        }
        int before = problems.size();
        Map<String, Node> fields = fields(entry);
        for (String needed : FIELDS.subList(0, 3)) {
            if (!fields.containsKey(needed)) {
                problem(entry, needed + " is missing");
            }
        }
        String name = text(fields, "name", NAME, "must be 1 to 100 characters, none of them a control character");
        String hash = text(fields, "sha256", HASH, "must be the 64 hexadecimal digits of a SHA-256");
        Set<Scope> scopes = scopes(fields.get("scopes"));
        Optional<Expiry> expires = expires(fields.get("expires"));
        if (problems.size() == before) {
            keys.add(new ApiKey(name, hash, scopes, expires.orElse(null)));
        }
    }

    private Map<String, Node> fields(MappingNode entry) {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple field : entry.getValue()) {
            String name = field.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!FIELDS.contains(name)) {
                problem(
                        field.getKeyNode(),
                        NearestKey.of(name, FIELDS)
                                .map(nearest -> "unknown key; did you mean " + nearest + "?")
                                .orElse("unknown key; known are " + String.join(", ", FIELDS)));
            } else if (fields.put(name, field.getValueNode()) != null) {
                problem(field.getKeyNode(), name + " stands twice");
            }
        }
        return fields;
    }

    private String text(Map<String, Node> fields, String name, Pattern form, String rule) {
        Node node = fields.get(name);
        String value = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (node != null && (!form.matcher(value).matches() || value.isBlank())) {
            problem(node, name + " " + rule);
        }
        return value;
    }

    private Set<Scope> scopes(Node node) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        int before = problems.size();
        Stream<Node> items = node instanceof SequenceNode list ? list.getValue().stream() : Stream.ofNullable(node);
        items.forEach(item -> {
            for (String word : (item instanceof ScalarNode scalar ? scalar.getValue() : "?").split(",")) {
                scope(word.strip())
                        .ifPresentOrElse(scopes::add, () -> problem(item, "scopes must be of call, monitor and admin"));
            }
        });
        if (node != null && scopes.isEmpty() && problems.size() == before) {
            problem(node, "at least one scope is needed: call, monitor, admin");
        }
        return scopes;
    }

    private static Optional<Scope> scope(String word) {
        return Arrays.stream(Scope.values())
                .filter(scope -> scope.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    private Optional<Expiry> expires(Node node) {
        if (node == null || isNull(node)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Expiry.valueOf(node instanceof ScalarNode scalar ? scalar.getValue() : ""));
        } catch (DateTimeException e) {
            problem(node, "expires must be a date such as 2027-01-31 or an instant such as 2027-01-31T18:00:00Z");
            return Optional.empty();
        }
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && (scalar.getValue().isEmpty()
                        || scalar.getValue().equals("null")
                        || scalar.getValue().equals("~"));
    }

    private void problem(Node node, String text) {
        if (problems.size() == MOST_PROBLEMS) {
            return;
        }
        Position place = new Position(
                node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
        problems.add(", " + place + ": " + text);
    }
}
