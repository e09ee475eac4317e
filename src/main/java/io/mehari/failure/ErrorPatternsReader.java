package io.mehari.failure;

import io.mehari.call.Outcome;
import io.mehari.text.CheckedYaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads one {@code error-patterns.yaml} and collects everything that is wrong with it. For one thread and one file. */
final class ErrorPatternsReader {
    /** Largest file read, in characters. */
    private static final int MAX_FILE = 256 * 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    private static final Set<String> KEYS =
            Set.of("name", "patterns", "outcomes", "severity", "recoverable", "recover");

    private final Map<String, String> routes = new TreeMap<>();
    private final CheckedYaml yaml = new CheckedYaml();
    private final Set<String> names = new HashSet<>();

    private ErrorPatternsReader() {}

    /**
     * What the file says.
     *
     * @param categories in its order
     * @param routes those that its keys {@code recover} name, and where each is named first
     */
    record Patterns(List<ErrorCategory> categories, Map<String, String> routes) {}

    static Patterns read(Resource file) {
        ErrorPatternsReader reader = new ErrorPatternsReader();
        List<ErrorCategory> categories = reader.parse(file);
        List<String> problems = reader.yaml.problems();
        if (!problems.isEmpty()) {
            throw new InvalidErrorPatternsException(file.getDescription(), problems);
        }
        return new Patterns(categories, reader.routes);
    }

    private List<ErrorCategory> parse(Resource file) {
        return yaml.read(file::getInputStream, MAX_FILE, "the file is empty; it needs the key categories")
                .map(this::categories)
                .orElse(List.of());
    }

    private List<ErrorCategory> categories(Node document) {
        Map<String, Node> keys = yaml.members(document, "the file", Set.of("categories"));
        Node list = keys.get("categories");
        if (list == null) {
            yaml.problem(document, "the key categories is missing");
            return List.of();
        }
        List<ErrorCategory> categories = new ArrayList<>();
        Node catchAll = null;
        for (Node entry : yaml.elements(list, "categories")) {
            if (catchAll != null) {
                yaml.problem(entry, "this category can never match: the one before it takes everything");
            }
            ErrorCategory category = category(entry);
            catchAll = category.matchesEverything() ? entry : null;
            categories.add(category);
        }
        return categories;
    }

    private ErrorCategory category(Node entry) {
        Map<String, Node> keys = yaml.members(entry, "a category", KEYS);
        String name = name(entry, keys.get("name"));
        int before = yaml.problems().size();
        List<ErrorPattern> patterns = patterns(keys.get("patterns"));
        Set<Outcome> outcomes = outcomes(keys.get("outcomes"));
        // A category that lost its conditions to problems must not look like one that takes everything.
        List<ErrorPattern> kept = yaml.problems().size() > before ? List.of(new ErrorPattern("")) : patterns;
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
            yaml.problem(entry, "a category needs a name");
            return "";
        }
        String name = yaml.text(value, "name");
        if (!NAME.matcher(name).matches()) {
            yaml.problem(
                    value, "the name '" + name + "' is not a letter followed by up to 63 letters, digits, '_' or '-'");
        } else if (!names.add(name.toUpperCase(Locale.ROOT))) {
            yaml.problem(value, "the category " + name + " stands twice");
        }
        return name;
    }

    private Severity severity(Node value) {
        if (value == null) {
            return Severity.MEDIUM;
        }
        String code = yaml.text(value, "severity");
        for (Severity severity : Severity.values()) {
            if (severity.code().equals(code)) {
                return severity;
            }
        }
        yaml.problem(value, "'" + code + "' is no severity; those are low, medium, high, critical");
        return Severity.MEDIUM;
    }

    private boolean recoverable(String name, Node value) {
        if (value == null) {
            return ErrorCategory.isRecoverable(name);
        }
        String text = yaml.text(value, "recoverable");
        if (!text.equals("true") && !text.equals("false")) {
            yaml.problem(value, "recoverable is '" + text + "'; it must be true or false");
        }
        return text.equals("true");
    }

    private String route(String name, Node value) {
        if (value == null) {
            return ErrorCategory.routeOf(name);
        }
        String route = yaml.text(value, "recover");
        if (!NAME.matcher(route).matches()) {
            yaml.problem(
                    value,
                    "recover is '" + route + "'; it must be the name of a route from direct:, such as "
                            + ErrorCategory.routeOf("DATABASE"));
        }
        int line = value.getStartMark().getLine() + 1;
        routes.putIfAbsent(route, "line " + line + ", category " + name);
        return route;
    }

    private List<ErrorPattern> patterns(Node value) {
        List<ErrorPattern> patterns = new ArrayList<>();
        for (Node element : conditions(value, "patterns")) {
            String expression = yaml.text(element, "patterns");
            try {
                patterns.add(new ErrorPattern(expression));
            } catch (PatternSyntaxException e) {
                yaml.problem(element, "'" + expression + "' is not a regular expression: " + e.getDescription());
            }
        }
        return patterns;
    }

    private Set<Outcome> outcomes(Node value) {
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        for (Node element : conditions(value, "outcomes")) {
            String code = yaml.text(element, "outcomes");
            failures()
                    .filter(outcome -> outcome.code().equals(code))
                    .findFirst()
                    .ifPresentOrElse(
                            outcomes::add,
                            () -> yaml.problem(
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
        List<Node> elements = yaml.elements(value, key);
        if (value instanceof SequenceNode && elements.isEmpty()) {
            yaml.problem(value, key + " must not be empty; leave the key out instead");
        }
        return elements;
    }
}
