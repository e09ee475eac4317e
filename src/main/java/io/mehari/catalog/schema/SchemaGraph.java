package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Which schema applies which others, through references as well. For one schema and one thread. */
final class SchemaGraph {
    private static final Set<String> IN_PLACE = Set.of(
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "dependentSchemas",
            "dependencies",
            "$ref",
            "$dynamicRef",
            "$recursiveRef");

    /** Keywords that may refuse a value because their schema accepts one. */
    private static final Set<String> NEGATIVE = Set.of("not", "if", "oneOf", "contains");

    private final List<Edge> edges = new ArrayList<>();
    private final Map<JsonNode, List<Edge>> from = new IdentityHashMap<>();
    private final Map<JsonNode, List<Edge>> to = new IdentityHashMap<>();

    /**
     * One schema applies another.
     *
     * @param parent the schema with the keyword
     * @param pointer place of the parent
     * @param keyword the keyword
     * @param child the other schema
     */
    record Edge(ObjectNode parent, String pointer, String keyword, JsonNode child) {}

    void add(Edge edge) {
        edges.add(edge);
        from.computeIfAbsent(edge.parent(), node -> new ArrayList<>()).add(edge);
        to.computeIfAbsent(edge.child(), node -> new ArrayList<>()).add(edge);
    }

    List<Edge> edges() {
        return edges;
    }

    /** Those schemas and all that apply one of them. */
    Set<JsonNode> appliers(Collection<JsonNode> schemas) {
        return reach(
                schemas,
                node -> to.getOrDefault(node, List.of()).stream()
                        .map(edge -> (JsonNode) edge.parent())
                        .toList());
    }

    /** Schemas that take part where accepting a value may refuse another. */
    Set<JsonNode> negative() {
        List<JsonNode> starts = edges.stream()
                .filter(edge -> NEGATIVE.contains(edge.keyword()))
                .map(Edge::child)
                .toList();
        return reach(
                starts,
                node -> from.getOrDefault(node, List.of()).stream()
                        .map(Edge::child)
                        .toList());
    }

    private static Set<JsonNode> reach(Collection<JsonNode> starts, Function<JsonNode, List<JsonNode>> next) {
        Set<JsonNode> reached = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<JsonNode> open = new ArrayDeque<>(starts);
        while (!open.isEmpty()) {
            JsonNode node = open.pop();
            if (reached.add(node)) {
                open.addAll(next.apply(node));
            }
        }
        return reached;
    }

    /** Finds where a schema applies itself to the same value, which would never end: the last step of each such way. */
    void cycles(Consumer<Edge> found) {
        Map<JsonNode, Boolean> done = new IdentityHashMap<>();
        for (JsonNode node : List.copyOf(from.keySet())) {
            follow(node, done, found);
        }
    }

    private void follow(JsonNode node, Map<JsonNode, Boolean> done, Consumer<Edge> found) {
        if (done.putIfAbsent(node, false) != null) {
            return;
        }
        for (Edge edge : from.getOrDefault(node, List.of())) {
            if (!IN_PLACE.contains(edge.keyword())) {
                continue;
            }
            if (Boolean.FALSE.equals(done.get(edge.child()))) {
                found.accept(edge);
            } else {
                follow(edge.child(), done, found);
            }
        }
        done.put(node, true);
    }
}
