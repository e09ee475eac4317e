package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import io.mehari.catalog.schema.SchemaGraph.Edge;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a copy of a schema without what is not understood: keywords whose value has a wrong form, references that lead
 * nowhere, patterns without a meaning. Each is dropped alone, the rest stays in force. What then would refuse more than
 * before is dropped as well, so no arguments are refused that the whole schema accepts. For one schema and one thread.
 */
final class SchemaCleaner {
    private static final int MOST_REMARKS = 20;
    private static final int MOST_TEXT = 60;

    /** Begins references to the definitions that are made of what is referred to. */
    private static final String DEFINITION = "#/$defs/mehari-";

    /** Keywords that decide what {@code unevaluatedProperties} and {@code unevaluatedItems} find evaluated. */
    private static final Set<String> EVALUATING = Set.of(
            "properties",
            "patternProperties",
            "additionalProperties",
            "items",
            "prefixItems",
            "additionalItems",
            "contains",
            "$ref",
            "$dynamicRef",
            "$recursiveRef",
            "allOf",
            "anyOf",
            "oneOf",
            "if",
            "then",
            "else",
            "dependentSchemas",
            "dependencies");

    private final Dialect dialect;
    private final Patterns patterns;
    private final boolean annotated;
    private final ObjectNode root;
    private final SchemaReferences resolver;
    private final SchemaDefaults defaults;
    private final SchemaGraph graph = new SchemaGraph();
    private final Set<JsonNode> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<JsonNode> weakened = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Reference> references = new ArrayDeque<>();
    private final List<Meaningless> meaningless = new ArrayList<>();

    /** What is referred to, by the reference that is written for it: one without a way through names and addresses. */
    private final Map<JsonNode, String> names = new IdentityHashMap<>();

    /** What the schema itself calls them: the last part of the first reference to each. */
    private final Map<String, String> labels = new HashMap<>();

    private final List<String> remarks = new ArrayList<>();
    private int dropped;
    private boolean evaluationLost;

    /** A keyword that has no part in a check. */
    private record Meaningless(ObjectNode schema, String name) {}

    /** A reference that is not followed yet. */
    private record Reference(ObjectNode schema, String pointer, String keyword, String text) {}

    private SchemaCleaner(Dialect dialect, Patterns patterns, JsonNode definition, ObjectNode copy, boolean annotated) {
        this.dialect = dialect;
        this.patterns = patterns;
        this.annotated = annotated;
        this.root = copy;
        this.resolver = new SchemaReferences(copy, dialect.getIdKeyword());
        this.defaults = new SchemaDefaults(definition);
    }

    /**
     * Cleans.
     *
     * @param definition an object; not changed
     * @param patterns compiles its patterns
     * @return never null; without what has no part in a check
     */
    static CleanSchema clean(ObjectNode definition, Patterns patterns) {
        return clean(definition, patterns, false);
    }

    /**
     * Cleans for readers.
     *
     * @param definition an object; not changed
     * @param patterns compiles its patterns
     * @return never null; with titles, descriptions, defaults and the like
     */
    static CleanSchema annotated(ObjectNode definition, Patterns patterns) {
        return clean(definition, patterns, true);
    }

    private static CleanSchema clean(ObjectNode definition, Patterns patterns, boolean annotated) {
        ObjectNode copy = definition.deepCopy();
        JsonNode named = copy.remove("$schema");
        Dialect dialect = named == null
                ? Dialects.latest()
                : Dialects.find(named.asText("")).orElse(Dialects.latest());
        SchemaCleaner cleaner = new SchemaCleaner(dialect, patterns, definition, copy, annotated);
        if (named != null && Dialects.find(named.asText("")).isEmpty()) {
            cleaner.remark("/$schema", named, "names no dialect that is known: 2020-12 is taken");
        }
        cleaner.schema(copy, "");
        cleaner.finish();
        return new CleanSchema(copy, dialect, cleaner.remarks(), cleaner.visited, cleaner.labels);
    }

    private List<String> remarks() {
        if (dropped > remarks.size()) {
            remarks.add("and " + (dropped - remarks.size()) + " more");
        }
        return List.copyOf(remarks);
    }

    private void remark(String pointer, JsonNode value, String problem) {
        dropped++;
        if (remarks.size() < MOST_REMARKS) {
            String text = value.toString();
            remarks.add(pointer + ": " + (text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "...")
                    + " " + problem);
        }
    }

    private void drop(ObjectNode schema, String pointer, String keyword, String problem) {
        JsonNode value = schema.remove(keyword);
        if (value == null) {
            return;
        }
        remark(pointer + "/" + Pointers.escaped(keyword), value, problem);
        weakened.add(schema);
        evaluationLost |= EVALUATING.contains(keyword);
        if (keyword.equals("properties") || keyword.equals("patternProperties")) {
            schema.remove("additionalProperties");
        } else if (keyword.equals("prefixItems")) {
            schema.remove("items");
        }
    }

    private void schema(JsonNode node, String pointer) {
        if (!(node instanceof ObjectNode schema) || !visited.add(node)) {
            return;
        }
        defaults.note(schema);
        List<String> names = new ArrayList<>();
        schema.fieldNames().forEachRemaining(names::add);
        for (String keyword : names) {
            JsonNode value = schema.get(keyword);
            if (value != null) {
                keyword(schema, pointer, keyword, value);
            }
        }
    }

    private void keyword(ObjectNode schema, String pointer, String keyword, JsonNode value) {
        Form form = Form.of(keyword);
        boolean known = form == Form.ID
                ? keyword.equals(dialect.getIdKeyword())
                : dialect.getKeywords().containsKey(keyword);
        if (annotated && Form.isAnnotation(keyword, value)) {
            return;
        }
        if (form == null || !known) {
            meaningless.add(new Meaningless(schema, keyword)); // references may still lead into it
            return;
        }
        boolean older = !dialect.getSpecificationVersion().equals(SpecificationVersion.DRAFT_2020_12);
        boolean first = dialect.getSpecificationVersion().equals(SpecificationVersion.DRAFT_4);
        boolean array = form == Form.ITEMS && older && value.isArray();
        boolean flag = form == Form.LIMIT && first && value.isBoolean();
        if (!form.isValid(value) && !array && !flag) {
            drop(schema, pointer, keyword, form.problem());
        } else if (array) {
            items(schema, pointer, keyword, (ArrayNode) value);
        } else {
            follow(schema, pointer, keyword, form, value);
        }
    }

    private void follow(ObjectNode schema, String pointer, String keyword, Form form, JsonNode value) {
        switch (form) {
            case SCHEMA, ITEMS -> {
                child(schema, pointer, keyword, value, pointer + "/" + Pointers.escaped(keyword));
                schema.set(keyword, plain(value));
            }
            case SCHEMAS -> items(schema, pointer, keyword, (ArrayNode) value);
            case SCHEMA_MAP, DEPENDENCIES -> members(schema, pointer, keyword, (ObjectNode) value);
            case PATTERN_MAP -> patternMembers(schema, pointer, keyword, (ObjectNode) value);
            case PATTERN -> pattern(schema, pointer, value.textValue());
            case ID -> id(schema, pointer, keyword, value.textValue());
            case ANCHOR -> meaningless.add(new Meaningless(schema, keyword));
            case REFERENCE -> references.add(new Reference(schema, pointer, keyword, value.textValue()));
            default -> {
                // a value of the right form
            }
        }
    }

    private void child(ObjectNode parent, String pointer, String keyword, JsonNode child, String place) {
        graph.add(new Edge(parent, pointer, keyword, child));
        schema(child, place);
    }

    private void items(ObjectNode schema, String pointer, String keyword, ArrayNode items) {
        for (int i = 0; i < items.size(); i++) {
            String place = pointer + "/" + keyword + "/" + i;
            if (Form.isSchema(items.get(i))) {
                child(schema, pointer, keyword, items.get(i), place);
                items.set(i, plain(items.get(i)));
            } else {
                remark(place, items.set(i, anything()), "is no schema");
                weakened.add(schema);
                evaluationLost = true;
            }
        }
    }

    private void members(ObjectNode schema, String pointer, String keyword, ObjectNode members) {
        List<String> names = new ArrayList<>();
        members.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode member = members.get(name);
            String place = pointer + "/" + keyword + "/" + Pointers.escaped(name);
            if (Form.isSchema(member)) {
                child(schema, pointer, keyword, member, place);
                members.set(name, plain(member));
            } else if (!keyword.equals("dependencies") || !Form.isNames(member)) {
                remark(place, members.replace(name, anything()), "is no schema");
                weakened.add(schema);
            }
        }
    }

    private void patternMembers(ObjectNode schema, String pointer, String keyword, ObjectNode members) {
        List<String> names = new ArrayList<>();
        members.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            try {
                patterns.compile(name);
            } catch (UnknownPatternException e) {
                remark(
                        pointer + "/" + keyword + "/" + Pointers.escaped(name),
                        members.remove(name),
                        "stands under a pattern that is not understood: " + e.getMessage());
                schema.remove("additionalProperties");
                weakened.add(schema);
                evaluationLost = true;
            }
        }
        members(schema, pointer, keyword, members);
    }

    private void pattern(ObjectNode schema, String pointer, String expression) {
        try {
            patterns.compile(expression);
        } catch (UnknownPatternException e) {
            drop(schema, pointer, "pattern", "is not understood: " + e.getMessage());
        }
    }

    private void id(ObjectNode schema, String pointer, String keyword, String id) {
        try {
            URI.create(id);
            meaningless.add(new Meaningless(schema, keyword)); // references are written anew
        } catch (IllegalArgumentException e) {
            drop(schema, pointer, keyword, "is no address");
        }
    }

    /** After the whole schema: what is referred to has been seen at its own place, if it has one. */
    private void follow(Reference reference) {
        ObjectNode schema = reference.schema();
        JsonNode target =
                resolver.find(schema, reference.keyword(), reference.text()).orElse(null);
        if (target == null) {
            drop(schema, reference.pointer(), reference.keyword(), "leads to no schema inside this one");
            return;
        }
        String text = target == root ? "#" : names.computeIfAbsent(target, node -> named(reference.text()));
        if (reference.keyword().equals("$ref")) {
            schema.put("$ref", text);
            graph.add(new Edge(schema, reference.pointer(), "$ref", target));
        } else {
            schema.remove(reference.keyword());
            ObjectNode holder = allOf(schema, reference.pointer()).addObject().put("$ref", text);
            visited.add(holder);
            graph.add(new Edge(schema, reference.pointer(), "allOf", holder));
            graph.add(new Edge(holder, reference.pointer(), "$ref", target));
        }
        String fragment = reference.text().replaceFirst("^[^#]*#?/?", "");
        schema(target, "/" + fragment);
    }

    private String named(String reference) {
        String name = DEFINITION + names.size();
        labels.put(lastPart(name), lastPart(reference));
        return name;
    }

    private static String lastPart(String reference) {
        return reference.substring(Math.max(reference.lastIndexOf('/'), reference.lastIndexOf('#')) + 1);
    }

    private ArrayNode allOf(ObjectNode schema, String pointer) {
        if (!(schema.get("allOf") instanceof ArrayNode)) {
            drop(schema, pointer, "allOf", Form.SCHEMAS.problem());
            return schema.putArray("allOf");
        }
        return (ArrayNode) schema.get("allOf");
    }

    /** A schema without any keyword as the boolean that means the same, which a check counts as a step. */
    private JsonNode plain(JsonNode schema) {
        boolean booleans = dialect.getKeywords().containsKey("true");
        if (schema.isBoolean() && !booleans) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            return schema.booleanValue() ? object : object.set("not", JsonNodeFactory.instance.objectNode());
        }
        return schema.isObject() && schema.isEmpty() && booleans ? BooleanNode.TRUE : schema;
    }

    private JsonNode anything() {
        return plain(JsonNodeFactory.instance.objectNode());
    }

    private void finish() {
        while (!references.isEmpty()) {
            follow(references.pop());
        }
        meaningless.forEach(keyword -> keyword.schema().remove(keyword.name()));
        harmless();
        if (!names.isEmpty()) {
            ObjectNode definitions = root.get("$defs") instanceof ObjectNode given ? given : root.putObject("$defs");
            names.forEach((target, name) -> definitions.set(lastPart(name), plain(target)));
        }
        defaults.relax(graph.negative());
    }

    private void harmless() {
        graph.cycles(edge -> drop(edge.parent(), edge.pointer(), edge.keyword(), "leads back to itself"));
        Set<JsonNode> changed = graph.appliers(List.copyOf(weakened));
        for (Edge edge : graph.edges()) {
            if (changed.contains(edge.child())) {
                harmless(edge);
            }
        }
        if (evaluationLost) {
            visited.forEach(schema -> {
                ((ObjectNode) schema).remove("unevaluatedProperties");
                ((ObjectNode) schema).remove("unevaluatedItems");
            });
        }
    }

    /** A schema that accepts more than it should must not be one whose acceptance refuses. */
    private void harmless(Edge edge) {
        ObjectNode parent = edge.parent();
        switch (edge.keyword()) {
            case "not", "if" -> drop(parent, edge.pointer(), edge.keyword(), "depends on what is not understood");
            case "oneOf" -> {
                JsonNode branches = parent.remove("oneOf");
                if (branches != null) {
                    allOf(parent, edge.pointer()).addObject().set("anyOf", branches);
                }
            }
            case "contains" -> parent.remove("maxContains"); // more items may be found
            default -> {
                // more is accepted
            }
        }
    }
}
