package io.mehari.catalog.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The choices ({@code anyOf}, {@code oneOf}) that lead to a violation. Whether one of them is the only one that is meant for
 * a value of this kind can be seen from what the others found: they refuse its type. For one check and one thread.
 */
final class Choices {
    private static final Set<String> CHOICE = Set.of("anyOf", "oneOf");
    private static final Set<String> INTO_NAMED = Set.of("properties", "patternProperties");
    private static final Set<String> INTO = Set.of(
            "additionalProperties",
            "unevaluatedProperties",
            "items",
            "prefixItems",
            "additionalItems",
            "unevaluatedItems",
            "contains");
    private static final Set<String> IN_PLACE_NAMED =
            Set.of("allOf", "anyOf", "oneOf", "dependentSchemas", "dependencies");

    private final List<Error> errors;

    /**
     * Looks at one check.
     *
     * @param errors all that it found
     */
    Choices(List<Error> errors) {
        this.errors = errors;
    }

    /**
     * Whether the schema that was violated is the only one for its place: each choice further up has no other way that
     * takes a value of this kind.
     *
     * @param error one of those found
     * @return true also if there is no choice
     */
    boolean areSettled(Error error) {
        List<Integer> open = new ArrayList<>();
        NodePath path = error.getEvaluationPath();
        for (int i = 0; i < path.getNameCount(); i++) {
            String name = path.getName(i);
            if (CHOICE.contains(name) && i + 1 < path.getNameCount()) {
                open.add(i + 1);
            }
            if (isInto(name)) {
                for (int choice : open) {
                    if (!isSettled(error, choice)) {
                        return false;
                    }
                }
                open.clear();
            }
            if (isNamed(name, i, path)) {
                i++;
            }
        }
        return true;
    }

    private boolean isSettled(Error error, int at) {
        NodePath path = error.getEvaluationPath();
        List<String> others = new ArrayList<>();
        List<String> refusing = new ArrayList<>();
        for (Error other : errors) {
            NodePath way = other.getEvaluationPath();
            if (!isSame(path, way, at) || way.getNameCount() <= at || !isAround(other, error, at)) {
                continue;
            }
            String branch = way.getName(at);
            others.add(branch);
            if (other.getKeyword().equals("type") && staysInPlace(way, at + 1)) {
                refusing.add(branch);
            }
        }
        others.removeAll(refusing);
        others.removeIf(path.getName(at)::equals);
        return others.isEmpty() && !refusing.contains(path.getName(at));
    }

    /** Whether another violation is of the value to which the choice was applied, or of a part of it. */
    private static boolean isAround(Error other, Error error, int at) {
        int depth = 0;
        NodePath path = error.getEvaluationPath();
        for (int i = 0; i < at; i++) {
            String name = path.getName(i);
            depth += isInto(name) ? 1 : 0;
            if (isNamed(name, i, path)) {
                i++;
            }
        }
        return isSame(error.getInstanceLocation(), other.getInstanceLocation(), depth);
    }

    private static boolean isSame(NodePath one, NodePath other, int names) {
        if (one.getNameCount() < names || other.getNameCount() < names) {
            return false;
        }
        for (int i = 0; i < names; i++) {
            if (!one.getName(i).equals(other.getName(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean staysInPlace(NodePath path, int from) {
        for (int i = from; i < path.getNameCount(); i++) {
            if (isInto(path.getName(i))) {
                return false;
            }
            if (isNamed(path.getName(i), i, path)) {
                i++;
            }
        }
        return true;
    }

    private static boolean isInto(String name) {
        return INTO.contains(name) || INTO_NAMED.contains(name);
    }

    /** Whether a name or number follows that is no keyword. */
    private static boolean isNamed(String name, int at, NodePath path) {
        return INTO_NAMED.contains(name)
                || IN_PLACE_NAMED.contains(name)
                || (at + 1 < path.getNameCount() && path.getElement(at + 1) instanceof Integer);
    }
}
