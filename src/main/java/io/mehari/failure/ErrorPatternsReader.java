package io.mehari.failure;

import io.mehari.call.Outcome;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads one {@code error-patterns.yaml} and collects everything that is wrong with it. For one thread and one file. */
final class ErrorPatternsReader {
    /** Largest file read, in characters. */
    private static final int MAX_FILE = 256 * 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    private static final Set<String> KEYS =
            Set.of("name", "patterns", "outcomes", "severity", "recoverable", "recover");

    private final List<String> problems = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private ErrorPatternsReader() {}

    static List<ErrorCategory> read(Resource file) {
        ErrorPatternsReader reader = new ErrorPatternsReader();
        List<ErrorCategory> categories = reader.parse(file);
        if (!reader.problems.isEmpty()) {
            throw new InvalidErrorPatternsException(file.getDescription(), reader.problems);
        }
        return categories;
    }

    private List<ErrorCategory> parse(Resource file) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_FILE);
        try (Reader text = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
            Node document = new Yaml(new SafeConstructor(options)).compose(text);
            return document == null ? nothing() : categories(document);
        } catch (MarkedYAMLException e) {
            problem(e.getProblemMark() == null ? 0 : e.getProblemMark().getLine(), "is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add("is not YAML: " + e.getMessage());
        } catch (IOException e) {
            problems.add("cannot be read: " + e.getMessage());
        }
        return List.of();
    }

    private List<ErrorCategory> nothing() {
        problems.add("the file is empty; it needs the key categories");
        return List.of();
    }

    private List<ErrorCategory> categories(Node document) {
        Map<String, Node> keys = members(document, "the file", Set.of("categories"));
        Node list = keys.get("categories");
        if (list == null) {
            problem(document, "the key categories is missing");
            return List.of();
        }
        List<ErrorCategory> categories = new ArrayList<>();
        Node catchAll = null;
        for (Node entry : elements(list, "categories")) {
            if (catchAll != null) {
                problem(entry, "this category can never match: the one before it takes everything");
            }
            ErrorCategory category = category(entry);
            catchAll = category.matchesEverything() ? entry : null;
            categories.add(category);
        }
        return categories;
    }

    private ErrorCategory category(Node entry) {
        Map<String, Node> keys = members(entry, "a category", KEYS);
        String name = name(entry, keys.get("name"));
        int before = problems.size();
        List<ErrorPattern> patterns = patterns(keys.get("patterns"));
        Set<Outcome> outcomes = outcomes(keys.get("outcomes"));
        // A category that lost its conditions to problems must not look like one that takes everything.
        List<ErrorPattern> kept = problems.size() > before ? List.of(new ErrorPattern("")) : patterns;
        return new ErrorCategory(
                name,
                kept,
                outcomes,
                severity(keys.get("severity")),
                recoverable(name, keys.get("recoverable")),
                route(name, keys.get("recover")));
    }

    private String name(Node entry, Node value) {
        if (value == null) {
            problem(entry, "a category needs a name");
            return "";
        }
        String name = text(value, "name");
        if (!NAME.matcher(name).matches()) {
            problem(value, "the name '" + name + "' is not a letter followed by up to 63 letters, digits, '_' or '-'");
        } else if (!names.add(name.toUpperCase(Locale.ROOT))) {
            problem(value, "the category " + name + " stands twice");
        }
        return name;
    }

    private Severity severity(Node value) {
        if (value == null) {
            return Severity.MEDIUM;
        }
        String code = text(value, "severity");
        for (Severity severity : Severity.values()) {
            if (severity.code().equals(code)) {
                return severity;
            }
        }
        problem(value, "'" + code + "' is no severity; those are low, medium, high, critical");
        return Severity.MEDIUM;
    }

    private boolean recoverable(String name, Node value) {
        if (value == null) {
            return ErrorCategory.isRecoverable(name);
        }
        String text = text(value, "recoverable");
        if (!text.equals("true") && !text.equals("false")) {
            problem(value, "recoverable is '" + text + "'; it must be true or false");
        }
        return text.equals("true");
    }

    private String route(String name, Node value) {
        if (value == null) {
            return ErrorCategory.routeOf(name);
        }
        String route = text(value, "recover");
        if (!NAME.matcher(route).matches()) {
            problem(
                    value,
                    "recover is '" + route + "'; it must be the name of a route from direct:, such as "
                            + ErrorCategory.routeOf("DATABASE"));
        }
        return route;
    }

    private List<ErrorPattern> patterns(Node value) {
        List<ErrorPattern> patterns = new ArrayList<>();
        for (Node element : conditions(value, "patterns")) {
            String expression = text(element, "patterns");
            try {
                patterns.add(new ErrorPattern(expression));
            } catch (PatternSyntaxException e) {
                problem(element, "'" + expression + "' is not a regular expression: " + e.getDescription());
            }
        }
        return patterns;
    }

    private Set<Outcome> outcomes(Node value) {
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        for (Node element : conditions(value, "outcomes")) {
            String code = text(element, "outcomes");
            failures()
                    .filter(outcome -> outcome.code().equals(code))
                    .findFirst()
                    .ifPresentOrElse(
                            outcomes::add,
                            () -> problem(
                                    element,
                                    "'" + code + "' is not an outcome of a failure; those are "
                                            + String.join(
                                                    ", ",
                                                    failures()
                                                            .map(Outcome::code)
                                                            .toList())));
        }
        return outcomes;
    }

    private static Stream<Outcome> failures() {
        return Arrays.stream(Outcome.values()).filter(outcome -> outcome.isFailure() || outcome == Outcome.TOOL_ERROR);
    }

    private List<Node> conditions(Node value, String key) {
        if (value == null) {
            return List.of();
        }
        List<Node> elements = elements(value, key);
        if (value instanceof SequenceNode && elements.isEmpty()) {
            problem(value, key + " must not be empty; leave the key out instead");
        }
        return elements;
    }

    private Map<String, Node> members(Node node, String what, Set<String> known) {
        Map<String, Node> members = new HashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(
                    node,
                    what + " must be a mapping with the keys "
                            + String.join(", ", known.stream().sorted().toList()));
            return members;
        }
        for (NodeTuple member : mapping.getValue()) {
            String key = text(member.getKeyNode(), "a key");
            if (!known.contains(key)) {
                problem(member.getKeyNode(), "unknown key '" + key + "' in " + what);
            } else if (members.put(key, member.getValueNode()) != null) {
                problem(member.getKeyNode(), "the key " + key + " stands twice in " + what);
            }
        }
        return members;
    }

    private List<Node> elements(Node node, String key) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(node, key + " must be a list");
        return List.of();
    }

    private String text(Node node, String what) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        problem(node, what + " must be text");
        return "";
    }

    private void problem(Node where, String what) {
        problem(where.getStartMark().getLine(), what);
    }

    private void problem(int line, String what) {
        problems.add("line " + (line + 1) + ": " + what);
    }
}
