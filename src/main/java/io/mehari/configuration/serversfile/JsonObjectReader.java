package io.mehari.configuration.serversfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.text.NearestKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * Reads the keys of one JSON object and notes everything that is to be said about it. A key that was not read is
 * reported by {@link #refuseOthers()}, with the nearest one that is valid.
 */
final class JsonObjectReader {
    /** What is said of anything that should be an object. */
    static final String NO_OBJECT = "expected an object {...}";

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final DataSize LARGEST = DataSize.ofGigabytes(1);

    private final ObjectNode object;
    private final boolean isObject;
    private final String path;
    private final Findings findings;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> foreign = new HashSet<>();

    /**
     * @param node what should be an object; anything else is a problem and read as an empty one
     * @param path JSONPath to it, for messages
     * @param findings where problems are noted
     */
    JsonObjectReader(JsonNode node, String path, Findings findings) {
        this.path = path;
        this.findings = findings;
        if (node instanceof ObjectNode given) {
            this.object = given;
            this.isObject = true;
        } else {
            this.object = Json.object();
            this.isObject = false;
            findings.error(path, NO_OBJECT);
        }
    }

    /** Whether there was an object at all. */
    boolean isObject() {
        return isObject;
    }

    /** Whether the key is there and not null, which is the same as not being there. */
    boolean has(String key) {
        return object.hasNonNull(key);
    }

    /** Whether there is a text under this key that is not blank. */
    boolean hasText(String key) {
        JsonNode node = tree(key);
        return !node.isNull() && !node.asText("").isBlank();
    }

    /** Whether nothing, or a blank text, is under this key. */
    boolean isBlank(String key) {
        return !has(key) || (tree(key).isTextual() && !hasText(key));
    }

    /** Whether there is anything under this key but null, "", {} and []. */
    boolean hasContent(String key) {
        JsonNode node = tree(key);
        return node.isContainerNode() ? !node.isEmpty() : hasText(key);
    }

    /** What stands under this key, whatever it is; a missing node if there is nothing. */
    JsonNode tree(String key) {
        return object.path(key);
    }

    boolean hasNumber(String key) {
        return tree(key).isNumber();
    }

    /** Notes that a key is known but cannot be used. */
    void refuse(String key, String why) {
        foreign.add(key);
        problem(key, why);
    }

    /** Notes that a key is known and what is lost by not using it. */
    void disregard(String key, String what) {
        foreign.add(key);
        warning(key, what);
    }

    /** Makes a key known that has no effect where it stands. */
    void know(String key) {
        known.add(key);
    }

    /** Makes a key known that is never suggested, for another has become its name. */
    void accept(String key) {
        foreign.add(key);
    }

    /** Notes a problem with one key. */
    void problem(String key, String what) {
        findings.error(JsonPositions.child(path, key), what);
    }

    /** Takes problems with what is below one key: an entry of an object there. */
    Consumer<String> problemsOf(String key, String entry) {
        return problem -> findings.error(JsonPositions.child(JsonPositions.child(path, key), entry), problem);
    }

    /** Takes problems with an item of the list under this key. */
    Consumer<String> problemsOf(String key, int item) {
        return problem -> findings.error(JsonPositions.item(JsonPositions.child(path, key), item), problem);
    }

    /** Takes warnings about an item of the list under this key. */
    Consumer<String> warningsOf(String key, int item) {
        return warning -> findings.warning(JsonPositions.item(JsonPositions.child(path, key), item), warning);
    }

    /** Notes that something asked for by one key will not happen. */
    void warning(String key, String what) {
        findings.warning(JsonPositions.child(path, key), what);
    }

    /** Notes a problem with the object as a whole. */
    void problem(String what) {
        findings.error(path, what);
    }

    /** Notes that something will not be as the object as a whole asks for. */
    void warning(String what) {
        findings.warning(path, what);
    }

    /** Notes something about the object as a whole. */
    void note(String what) {
        findings.note(path, what);
    }

    /** The object under this key; empty if it is not there. */
    Optional<JsonObjectReader> object(String key) {
        return find(key)
                .filter(node -> node.isObject() || !foreign.contains(key)) // else it was disregarded before
                .map(node -> new JsonObjectReader(node, JsonPositions.child(path, key), findings));
    }

    /**
     * The items of the list under this key, each with what this object has under some keys as well: what an item says
     * holds before that, and objects under these keys are put together.
     *
     * @param inherited given an item, the keys of this object that hold for it as well
     * @return one reader for each item; none if there is no list of objects
     */
    List<JsonObjectReader> items(String key, Function<JsonNode, Collection<String>> inherited) {
        List<JsonObjectReader> items = new ArrayList<>();
        JsonNode list = read(key, JsonNode::isArray, node -> node, "a list")
                .orElseGet(() -> Json.object().putArray(key));
        for (JsonNode item : list) {
            String place = JsonPositions.item(JsonPositions.child(path, key), items.size());
            items.add(new JsonObjectReader(
                    item.isObject() ? merged(item, inherited.apply(item)) : item, place, findings));
        }
        return items;
    }

    private ObjectNode merged(JsonNode item, Collection<String> keys) {
        ObjectNode merged = item.deepCopy();
        keys.stream().filter(this::has).forEach(key -> {
            JsonNode own = merged.path(key);
            if (own instanceof ObjectNode below && object.get(key) instanceof ObjectNode above) {
                ObjectNode both = above.deepCopy();
                both.setAll(below);
                merged.set(key, both);
            } else if (!merged.has(key)) {
                merged.set(key, object.get(key));
            }
        });
        return merged;
    }

    /** The objects under this object's keys, each of which is a name chosen by the user. */
    Map<String, JsonObjectReader> named() {
        Map<String, JsonObjectReader> entries = new LinkedHashMap<>();
        object.fields().forEachRemaining(entry -> {
            known.add(entry.getKey());
            String entryPath = JsonPositions.child(path, entry.getKey());
            entries.put(entry.getKey(), new JsonObjectReader(entry.getValue(), entryPath, findings));
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
        return read(
                key,
                JsonObjectReader::isDuration,
                node -> DurationStyle.detectAndParse(node.textValue()),
                durationHelp());
    }

    /** A number of bytes, from one to 1 GB. */
    Optional<DataSize> size(String key) {
        return read(
                key, JsonObjectReader::isSize, node -> DataSize.parse(node.textValue()), "a size such as \"100KB\"");
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        read(key, JsonNode::isArray, node -> node, "a list of strings").ifPresent(list -> {
            for (int i = 0; i < list.size(); i++) {
                texts.add(text(list.get(i), JsonPositions.item(JsonPositions.child(path, key), i)));
            }
        });
        return texts;
    }

    Map<String, String> textMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        read(key, JsonNode::isObject, node -> node, "an object of strings")
                .ifPresent(map -> map.fields().forEachRemaining(entry -> {
                    String entryPath = JsonPositions.child(JsonPositions.child(path, key), entry.getKey());
                    texts.put(entry.getKey(), text(entry.getValue(), entryPath));
                }));
        return texts;
    }

    /** Like {@link #textMap}, with numbers and booleans as their text, and empty for null. */
    Map<String, Optional<String>> values(String key) {
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        read(key, JsonNode::isObject, node -> node, "an object of strings")
                .ifPresent(map -> map.fields().forEachRemaining(entry -> {
                    if (entry.getValue().isContainerNode()) {
                        problemsOf(key, entry.getKey()).accept("expected a string, a number, true, false or null");
                    } else {
                        values.put(
                                entry.getKey(),
                                Optional.of(entry.getValue())
                                        .filter(value -> !value.isNull())
                                        .map(JsonNode::asText));
                    }
                }));
        return values;
    }

    private String text(JsonNode node, String where) {
        if (!node.isTextual()) {
            findings.error(where, "expected a string; numbers and booleans need quotes");
        }
        return node.asText();
    }

    /**
     * Notes the keys in this object, and in what is below it, that stand more than once.
     *
     * @param twice paths of all such keys of the file; those noted are taken out
     */
    void refuseTwice(List<String> twice) {
        twice.removeIf(key -> {
            boolean here = key.startsWith(path + ".") || key.startsWith(path + "[");
            if (here) {
                findings.error(key, JsonPositions.TWICE);
            }
            return here;
        });
    }

    /** Notes each key that was not read. */
    void refuseOthers() {
        Set<String> suggested = new LinkedHashSet<>(known);
        suggested.removeAll(foreign);
        object.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key) && !foreign.contains(key)) {
                String help = NearestKey.of(key, suggested)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("; known are " + String.join(", ", suggested));
                problem(key, "unknown key" + help);
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
        return Optional.ofNullable(object.get(key)).filter(node -> !node.isNull());
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

    private static boolean isSize(JsonNode node) {
        try {
            DataSize size = DataSize.parse(node.asText());
            return node.isTextual() && size.toBytes() > 0 && size.compareTo(LARGEST) <= 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }

    private static String durationHelp() {
        return "a duration from \"1ms\" to \"365d\", such as \"500ms\", \"30s\" or \"2m\"";
    }
}
