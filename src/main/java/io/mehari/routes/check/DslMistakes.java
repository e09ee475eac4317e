package io.mehari.routes.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.routes.check.DslCheck.Frame;
import io.mehari.routes.check.DslSchema.Shape;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Says what does not fit the schema of the YAML DSL, and what was meant. */
final class DslMistakes {
    /** Steps that do nothing without an expression. */
    private static final Set<String> COMPUTED = Set.of(
            "setBody",
            "setHeader",
            "setProperty",
            "setVariable",
            "filter",
            "when",
            "split",
            "loop",
            "recipientList",
            "routingSlip",
            "dynamicRouter",
            "transform",
            "validate",
            "enrich",
            "pollEnrich",
            "script",
            "idempotentConsumer");
    /** Of the properties that name languages, one that every such step has. */
    private static final String A_LANGUAGE = "simple";

    private final DslSchema schema;
    private final Findings findings;

    DslMistakes(DslSchema schema, Findings findings) {
        this.schema = schema;
        this.findings = findings;
    }

    void noList(SourceFile file, Node root) {
        boolean route = Nodes.child(root, "route").isPresent()
                || Nodes.child(root, "from").isPresent();
        findings.error(
                Rule.SCHEMA,
                file.name(),
                root,
                "it holds no route: a route file is a list",
                route
                        ? "Write \"- \" before route: and indent what is below it"
                        : "Write \"- route:\" with \"from:\" in it");
    }

    void noTemplate(SourceFile file, Node root) {
        findings.error(Rule.SCHEMA, file.name(), root, "a Kamelet has its route under spec, template");
    }

    void noListHere(SourceFile file, Node node, String key) {
        findings.error(Rule.SCHEMA, file.name(), node, key + " takes no list", "Write its properties without \"- \"");
    }

    void noMapHere(SourceFile file, Node node, String key, Shape shape) {
        boolean list = shape.takes("array");
        findings.error(
                Rule.SCHEMA,
                file.name(),
                node,
                key + (list ? " takes a list" : " takes a single value, no properties"),
                list ? "Begin each item with \"- \"" : "");
    }

    void scalar(SourceFile file, ScalarNode node, String key, Shape shape, JsonNode schema) {
        String value = node.getValue();
        if (value.contains("{{") || value.contains("${") || value.startsWith("#")) {
            return;
        }
        boolean text = shape.takes("string");
        boolean fits = text
                || shape.takes("boolean") && value.matches("(?i)true|false")
                || shape.takes("number") && value.matches("[+-]?\\d+(?:\\.\\d+)?");
        if (!fits) {
            findings.error(Rule.SCHEMA, file.name(), node, key + " takes " + formsOf(shape) + ", no text");
        }
        List<String> values = new ArrayList<>();
        schema.path("enum").forEach(one -> values.add(one.asText()));
        if (!values.isEmpty() && values.stream().noneMatch(value::equalsIgnoreCase)) {
            findings.error(
                    Rule.SCHEMA,
                    file.name(),
                    node,
                    key + " is one of " + String.join(", ", values) + ", not " + value,
                    Findings.didYouMean(value, values));
        }
    }

    private static String formsOf(Shape shape) {
        if (shape.types().contains("array")) {
            return "a list";
        }
        if (shape.types().contains("object")) {
            return "properties";
        }
        return shape.types().contains("boolean") ? "true or false" : "a number";
    }

    void keys(SourceFile file, MappingNode map, String key, Shape shape, Deque<Frame> way) {
        Set<String> present = new TreeSet<>();
        for (NodeTuple entry : Nodes.entries(map)) {
            String name = Nodes.camelCase(Nodes.keyOf(entry));
            present.add(name);
            if (shape.isClosed() && !shape.properties().containsKey(name)) {
                unknown(file, map, entry.getKeyNode(), key, shape, way);
            }
        }
        if (isItem(shape) && present.size() > 1) {
            String names = String.join(" and ", present);
            findings.error(
                    Rule.SCHEMA, file.name(), map, "an item is one step, not " + names, "Begin each with \"- \"");
        }
        for (String name : shape.required()) {
            if (!present.contains(name)) {
                findings.error(Rule.SCHEMA, file.name(), map, key + " needs " + name);
            }
        }
        boolean computed = COMPUTED.contains(key) && shape.properties().containsKey(A_LANGUAGE);
        if (computed && present.stream().noneMatch(name -> isExpression(name, shape))) {
            findings.error(
                    Rule.SCHEMA, file.name(), map, key + " needs an expression", "Such as simple, constant or jq");
        }
    }

    private static boolean isExpression(String name, Shape shape) {
        JsonNode property = shape.properties().get(name);
        return name.equals("expression")
                || property != null && DslSchema.nameOf(property).endsWith("Expression");
    }

    private void unknown(SourceFile file, MappingNode map, Node at, String key, Shape shape, Deque<Frame> way) {
        boolean item = isItem(shape);
        String name = Nodes.camelCase(Nodes.text(at).orElse(""));
        Set<String> beside = new TreeSet<>();
        Nodes.entries(map).forEach(entry -> beside.add(Nodes.camelCase(Nodes.keyOf(entry))));
        String message = item
                ? "there is no step " + name
                : key.isEmpty() ? name + " cannot stand here" : key + " has no property " + name;
        findings.error(Rule.SCHEMA, file.name(), at, message, meant(name, beside, shape, item, way));
    }

    private String meant(String name, Set<String> beside, Shape shape, boolean item, Deque<Frame> way) {
        for (String other : beside) {
            JsonNode sibling = shape.properties().get(other);
            if (sibling != null && schema.shapeOf(sibling).properties().containsKey(name)) {
                return name + " belongs to " + other + ": indent it as the other keys of " + other;
            }
        }
        for (Frame frame : way) {
            if (!isItem(frame.shape())
                    && frame.shape().properties().containsKey(name)
                    && !frame.key().isEmpty()) {
                return name + " belongs to " + frame.key() + ": indent it as the other keys of " + frame.key();
            }
        }
        boolean step = !item
                && way.stream()
                        .anyMatch(frame -> isItem(frame.shape())
                                && frame.shape().properties().containsKey(name));
        if (step) {
            return name + " is a step: write \"- " + name + ":\" as an item of steps";
        }
        String nearest = Findings.didYouMean(name, shape.properties().keySet());
        return nearest.isEmpty() && shape.properties().containsKey("parameters")
                ? "Options of an address stand under parameters"
                : nearest;
    }

    /** Whether a map is a step, named by its only key. */
    private static boolean isItem(Shape shape) {
        return shape.properties().containsKey("choice") && shape.properties().containsKey("wireTap");
    }
}
