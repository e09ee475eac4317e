package io.mehari.routes.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.routes.check.DslSchema.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Compares files with the schema of the YAML DSL, and tells what stands where. */
final class DslCheck {
    private static final Set<String> OWNERS = Set.of(
            "RouteDefinition",
            "RouteFromDefinitionDeserializer",
            "RouteConfigurationDefinition",
            "RouteTemplateDefinition");

    private final DslSchema schema;
    private final DslMistakes mistakes;
    private final List<Typed> typed = new ArrayList<>();
    private final Deque<Frame> way = new ArrayDeque<>();
    private SourceFile file;
    private Node owner;

    /** A map on the way to where the check is. */
    record Frame(String key, Shape shape) {}

    DslCheck(DslSchema schema, Findings findings) {
        this.schema = schema;
        this.mistakes = new DslMistakes(schema, findings);
    }

    /** Everything that was seen, in order. */
    List<Typed> typed() {
        return typed;
    }

    void check(SourceFile checked, Node root) {
        file = checked;
        owner = null;
        if (checked.isKamelet()) {
            checkKamelet(root);
        } else if (root instanceof SequenceNode list) {
            list.getValue().forEach(item -> walk(item, schema.item(), "", ""));
        } else {
            mistakes.noList(file, root);
        }
    }

    private void checkKamelet(Node root) {
        Node template = Nodes.child(root, "spec")
                .flatMap(spec -> Nodes.child(spec, "template"))
                .orElse(null);
        if (template == null) {
            mistakes.noTemplate(file, root);
            return;
        }
        Nodes.child(template, "route").ifPresent(route -> visit(route, "RouteDefinition", "route"));
        Nodes.child(template, "from").ifPresent(from -> {
            owner = template;
            visit(from, "FromDefinition", "from");
        });
    }

    private void visit(Node node, String definition, String key) {
        Node before = owner;
        enter(node, definition, key, key);
        walk(node, schema.definition(definition), key, key);
        owner = before;
    }

    private void enter(Node node, String definition, String key, String holder) {
        if (OWNERS.contains(definition)) {
            owner = node;
        }
        typed.add(new Typed(file, definition, key, holder, node, owner));
    }

    private void walk(Node node, JsonNode schema, String key, String holder) {
        Node before = owner;
        String definition = DslSchema.nameOf(schema);
        if (!definition.isEmpty()) {
            enter(node, definition, key, holder);
        }
        Shape shape = this.schema.shapeOf(schema);
        if (node instanceof MappingNode map) {
            map(map, shape, key, holder);
        } else if (node instanceof SequenceNode list) {
            if (!shape.takes("array")) {
                mistakes.noListHere(file, node, key);
            }
            JsonNode items = itemsOf(schema);
            list.getValue().forEach(item -> walk(item, items, key, holder));
        } else if (node instanceof ScalarNode scalar && !Tag.NULL.equals(node.getTag())) {
            mistakes.scalar(file, scalar, key, shape, schema);
        }
        owner = before;
    }

    private JsonNode itemsOf(JsonNode schema) {
        String definition = DslSchema.nameOf(schema);
        return definition.isEmpty()
                ? schema.path("items")
                : this.schema.definitionAt(schema).path("items");
    }

    private void map(MappingNode map, Shape shape, String key, String holder) {
        if (!shape.takes("object") && shape.properties().isEmpty()) {
            mistakes.noMapHere(file, map, key, shape);
            return;
        }
        mistakes.keys(file, map, key, shape, way);
        way.push(new Frame(key, shape));
        for (NodeTuple entry : Nodes.entries(map)) {
            String name = Nodes.camelCase(Nodes.keyOf(entry));
            JsonNode child = shape.properties().get(name);
            if (child != null) {
                boolean language =
                        name.equals("expression") || DslSchema.nameOf(child).endsWith("Expression");
                walk(entry.getValueNode(), child, name, language ? holder : name);
            }
        }
        way.pop();
    }
}
