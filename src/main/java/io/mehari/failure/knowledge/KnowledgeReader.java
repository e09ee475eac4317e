package io.mehari.failure.knowledge;

import io.mehari.text.CheckedYaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads a file of known errors and collects everything that is wrong with it. For one thread and one file. */
final class KnowledgeReader {
    /** Largest file read, in characters. */
    private static final int MAX_FILE = 1024 * 1024;

    /** Most errors of one file, and most signs, examples and lines of help of one error. */
    private static final int MAX_ERRORS = 2000;

    private static final int MAX_ELEMENTS = 50;
    private static final int MAX_TEXT = 2000;
    private static final Set<String> KEYS = Set.of("id", "title", "category", "signs", "examples", "cause", "fix");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
    private static final Pattern CATEGORY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    private final CheckedYaml yaml = new CheckedYaml();
    private final Set<String> ids = new HashSet<>();

    /** What is in the file, as far as it can be used. */
    List<KnownError> read(Resource file) {
        return yaml.read(file::getInputStream, MAX_FILE, "the file is empty; it needs the key entries")
                .map(this::errors)
                .orElse(List.of());
    }

    /** One sentence for each problem, with its line where there is one. */
    List<String> problems() {
        return yaml.problems();
    }

    private List<KnownError> errors(Node document) {
        Node list = yaml.members(document, "the file", Set.of("entries")).get("entries");
        if (list == null) {
            yaml.problem(document, "the key entries is missing");
            return List.of();
        }
        List<Node> entries = elements(list, "entries", MAX_ERRORS);
        return entries.stream().map(this::error).toList();
    }

    private KnownError error(Node entry) {
        Map<String, Node> keys = yaml.members(entry, "an entry", KEYS);
        String id = named(entry, keys.get("id"), "id", ID, "a letter or digit, then letters, digits and '-'");
        if (!id.isEmpty() && !ids.add(id)) {
            yaml.problem(keys.get("id"), "the entry " + id + " stands twice");
        }
        String category =
                named(entry, keys.get("category"), "category", CATEGORY, "a letter, then letters, digits, '_' and '-'");
        List<Sign> signs = new ArrayList<>();
        for (Node element : elements(keys.get("signs"), "signs", MAX_ELEMENTS)) {
            Sign sign = Sign.of(text(element, "signs"));
            if (sign.length() < Sign.SHORTEST) {
                yaml.problem(
                        element,
                        "a sign needs at least " + Sign.SHORTEST + " characters; a shorter one is in every text");
            } else {
                signs.add(sign);
            }
        }
        List<String> examples = texts(keys.get("examples"), "examples");
        if (signs.isEmpty() && examples.isEmpty()) {
            yaml.problem(entry, "an entry needs signs or examples, or it is never found");
        }
        List<String> fix = texts(required(entry, keys.get("fix"), "fix"), "fix");
        return new KnownError(
                id,
                text(required(entry, keys.get("title"), "title"), "title"),
                category,
                signs,
                examples,
                text(required(entry, keys.get("cause"), "cause"), "cause"),
                fix);
    }

    private String named(Node entry, Node value, String key, Pattern form, String described) {
        String name = text(required(entry, value, key), key);
        if (!name.isEmpty() && !form.matcher(name).matches()) {
            yaml.problem(value, "the " + key + " '" + name + "' is not " + described + ", up to 64 together");
        }
        return name;
    }

    private Node required(Node entry, Node value, String key) {
        if (value == null) {
            yaml.problem(entry, "an entry needs the key " + key);
        }
        return value;
    }

    private List<String> texts(Node value, String key) {
        return elements(value, key, MAX_ELEMENTS).stream()
                .map(element -> text(element, key))
                .toList();
    }

    private List<Node> elements(Node node, String key, int most) {
        if (node == null) {
            return List.of();
        }
        List<Node> elements = yaml.elements(node, key);
        if (elements.size() > most) {
            yaml.problem(node, key + " has " + elements.size() + " elements; " + most + " are allowed");
            return List.of();
        }
        return elements;
    }

    private String text(Node node, String what) {
        if (node == null) {
            return "";
        }
        String text = yaml.text(node, what);
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL) && text.isBlank()) {
            yaml.problem(node, what + " must be text");
            return "";
        }
        if (text.length() > MAX_TEXT) {
            yaml.problem(node, what + " is longer than " + MAX_TEXT + " characters");
        }
        return text;
    }
}
