package io.mehari.heartbeat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.text.NearestKey;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the keys of one object of {@code heartbeat.json}, and notes what is wrong with them. */
final class HeartbeatObject {
    private static final int SHOWN = 40;

    private final JsonNode object;
    private final String path;
    private final List<String> problems;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * The reader of one object.
     *
     * @param node what should be an object; anything else is a problem, a missing one is none
     * @param path to it, with a dot at its end; empty for the file as a whole
     * @param problems where problems are noted
     */
    HeartbeatObject(JsonNode node, String path, List<String> problems) {
        this.object = node;
        this.path = path;
        this.problems = problems;
        if (!node.isObject() && (path.isEmpty() || !node.isMissingNode())) {
            String what = path.isEmpty() ? "the file" : path.substring(0, path.length() - 1);
            problems.add(what + " must be an object {...}");
        }
    }

    HeartbeatObject object(String key) {
        return new HeartbeatObject(value(key), path + key + ".", problems);
    }

    boolean flag(String key, boolean otherwise) {
        JsonNode value = value(key);
        if (value.isMissingNode() || value.isBoolean()) {
            return value.asBoolean(otherwise);
        }
        return wrong(key, "true or false", value, otherwise);
    }

    /** Whole seconds from 1 on. */
    Duration seconds(String key, Duration otherwise, int most) {
        return Duration.ofSeconds(whole(key, (int) otherwise.toSeconds(), 1, most));
    }

    int whole(String key, int otherwise, int least, int most) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        boolean fits = value.isIntegralNumber() && value.canConvertToInt();
        return fits && value.intValue() >= least && value.intValue() <= most
                ? value.intValue()
                : wrong(key, "a whole number from " + least + " to " + most, value, otherwise);
    }

    double number(String key, double otherwise, int least, int most) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        return value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most
                ? value.doubleValue()
                : wrong(key, "a number from " + least + " to " + most, value, otherwise);
    }

    private JsonNode value(String key) {
        known.add(key);
        return object instanceof ObjectNode keys && keys.has(key) ? keys.get(key) : MissingNode.getInstance();
    }

    private <T> T wrong(String key, String expected, JsonNode value, T otherwise) {
        String text = value.toString();
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        problems.add(path + key + " must be " + expected + ", and is " + shown);
        return otherwise;
    }

    /** Notes each key that was not read, with the nearest one that is valid. */
    void refuseOthers() {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String key = entry.getKey();
            if (!known.contains(key)) {
                String meant = meantBy(key)
                        .map(nearest -> "did you mean " + path + nearest + "?")
                        .orElse("the keys there are " + String.join(", ", known));
                problems.add(path + key + " is unknown; " + meant);
            }
        }
    }

    /** Often only the unit is missing. */
    private Optional<String> meantBy(String key) {
        return known.stream()
                .filter(candidate -> candidate.startsWith(key))
                .findFirst()
                .or(() -> NearestKey.of(key, known));
    }
}
