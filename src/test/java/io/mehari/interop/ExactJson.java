package io.mehari.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares JSON trees to the digit: {@code 1}, {@code 1.0} and {@code 1.00} are three different values. The order
 * of an object's fields does not count.
 */
final class ExactJson {
    private ExactJson() {}

    /** Where two trees differ, as JSON pointers. Values are left out: a tool may have answered with its environment. */
    static List<String> differences(JsonNode actual, JsonNode expected) {
        List<String> found = new ArrayList<>();
        collect("", actual, expected, found);
        return found;
    }

    private static void collect(String pointer, JsonNode actual, JsonNode expected, List<String> found) {
        if (actual.getNodeType() != expected.getNodeType()) {
            found.add(pointer + ": " + actual.getNodeType() + " instead of " + expected.getNodeType());
        } else if (actual.isObject()) {
            Set<String> names = new TreeSet<>();
            actual.fieldNames().forEachRemaining(names::add);
            expected.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> collect(pointer + "/" + name, actual.path(name), expected.path(name), found));
        } else if (actual.isArray()) {
            for (int i = 0; i < Math.max(actual.size(), expected.size()); i++) {
                collect(pointer + "/" + i, actual.path(i), expected.path(i), found);
            }
        } else if (!actual.asText().equals(expected.asText())) {
            found.add(pointer + ": another value of " + actual.asText().length() + " characters instead of "
                    + expected.asText().length());
        }
    }
}
