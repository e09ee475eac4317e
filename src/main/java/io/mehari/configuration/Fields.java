package io.mehari.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.NearestNames;
import io.mehari.protocol.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.boot.convert.DurationStyle;

/**
 * Reads the keys of one JSON object and notes everything that is wrong with it. A key that nobody asked for is
 * reported by {@link #refuseOthers()}, with the nearest that would be right.
 */
final class Fields {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final ObjectNode object;
    private final String path;
    private final List<String> problems;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * @param node what should be an object; anything else is a problem and read as an empty one
     * @param path JSONPath to it, for messages
     * @param problems where problems are noted
     */
    Fields(JsonNode node, String path, List<String> problems) {
        this.path = path;
        this.problems = problems;
        if (node instanceof ObjectNode given) {
            this.object = given;
        } else {
            this.object = Json.object();
            problems.add(path + ": expected an object {...}");
        }
    }

    boolean has(String key) {
        return object.has(key);
    }

    /** Whether the key is there but holds no text. */
    boolean holdsNoText(String key) {
        return object.has(key) && !object.get(key).isTextual();
    }

    /** Notes that a key is known but cannot be used. */
    void refuse(String key, String why) {
        known.add(key);
        problem(key, why);
    }

    /** Notes a problem with one key. */
    void problem(String key, String what) {
        String problem = path + "." + key + ": " + what;
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** The object under this key; empty if it is not there. */
    Optional<Fields> object(String key) {
        return find(key).map(node -> new Fields(node, path + "." + key, problems));
    }

    /** The objects under this object's keys, each of which is a name somebody chose. */
    Map<String, Fields> named() {
        Map<String, Fields> entries = new LinkedHashMap<>();
        object.fields().forEachRemaining(entry -> {
            known.add(entry.getKey());
            entries.put(entry.getKey(), new Fields(entry.getValue(), path + "." + entry.getKey(), problems));
        });
        return entries;
    }

    String text(String key, String otherwise) {
        return read(key, JsonNode::isTextual, JsonNode::textValue, "a string").orElse(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return read(key, JsonNode::isBoolean, JsonNode::booleanValue, "true or false")
                .orElse(otherwise);
    }

    int whole(String key, int least, int most, int otherwise) {
        return read(
                        key,
                        node -> node.isInt() && node.intValue() >= least && node.intValue() <= most,
                        JsonNode::intValue,
                        "a whole number from " + least + " to " + most)
                .orElse(otherwise);
    }

    double number(String key, double least, double most, double otherwise) {
        return read(
                        key,
                        node -> node.isNumber() && node.doubleValue() >= least && node.doubleValue() <= most,
                        JsonNode::doubleValue,
                        "a number from " + least + " to " + most)
                .orElse(otherwise);
    }

    Duration duration(String key, Duration otherwise) {
        return duration(key).orElse(otherwise);
    }

    Optional<Duration> duration(String key) {
        return read(key, Fields::isDuration, node -> DurationStyle.detectAndParse(node.textValue()), durationHelp());
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        read(key, JsonNode::isArray, node -> node, "a list of strings")
                .ifPresent(list -> list.forEach(item -> {
                    if (item.isTextual()) {
                        texts.add(item.textValue());
                    } else {
                        problem(key, "expected a list of strings, found " + item);
                    }
                }));
        return texts;
    }

    Map<String, String> textMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        read(key, JsonNode::isObject, node -> node, "an object of strings")
                .ifPresent(map -> map.fields().forEachRemaining(entry -> {
                    if (entry.getValue().isTextual()) {
                        texts.put(entry.getKey(), entry.getValue().textValue());
                    } else {
                        problem(key + "." + entry.getKey(), "expected a string; numbers and booleans need quotes");
                    }
                }));
        return texts;
    }

    /** Notes each key that nobody has read. */
    void refuseOthers() {
        object.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                List<String> nearest = NearestNames.of(key, known);
                problem(
                        key,
                        "unknown key"
                                + (nearest.isEmpty()
                                        ? "; known are " + String.join(", ", known)
                                        : "; did you mean " + nearest.get(0) + "?"));
            }
        });
    }

    /** The object as JSON text. */
    @Override
    public String toString() {
        return object.toString();
    }

    private Optional<JsonNode> find(String key) {
        known.add(key);
        return Optional.ofNullable(object.get(key));
    }

    private <T> Optional<T> read(String key, Predicate<JsonNode> fits, Function<JsonNode, T> convert, String expected) {
        Optional<JsonNode> node = find(key);
        if (node.isPresent() && !fits.test(node.get())) {
            problem(key, "expected " + expected);
            return Optional.empty();
        }
        return node.map(convert);
    }

    private static boolean isDuration(JsonNode node) {
        try {
            Duration duration = DurationStyle.detectAndParse(node.asText());
            return node.isTextual() && duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }

    private static String durationHelp() {
        return "a duration from \"1ms\" to \"365d\", such as \"500ms\", \"30s\" or \"2m\"";
    }
}
