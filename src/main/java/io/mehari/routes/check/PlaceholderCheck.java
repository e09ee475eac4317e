package io.mehari.routes.check;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds placeholders that stand for nothing. */
final class PlaceholderCheck {
    /** Texts that Camel reads as they are. */
    private static final Set<String> TEXTS = Set.of("description", "note", "title");

    private final Placeholders settings;
    private final Findings findings;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> declared = new HashSet<>();

    PlaceholderCheck(Placeholders settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
    }

    void check(SourceFile file, Node root) {
        declared.clear();
        Nodes.child(root, "spec")
                .flatMap(spec -> Nodes.child(spec, "definition"))
                .flatMap(definition -> Nodes.child(definition, "properties"))
                .ifPresent(properties -> Nodes.entries(properties).forEach(entry -> declared.add(Nodes.keyOf(entry))));
        visit(file, root, false);
    }

    private void visit(SourceFile file, Node node, boolean options) {
        if (node instanceof ScalarNode text) {
            for (String name : settings.missingIn(text.getValue())) {
                if (!declared.contains(name)) {
                    findings.error(
                            Rule.PLACEHOLDER,
                            file.name(),
                            node,
                            "{{" + name + "}} has no value",
                            "Set " + name.replaceFirst("^env:", "") + ", or write a default: {{" + name + ":...}}");
                }
            }
        } else if (node != null && seen.add(node)) {
            if (node instanceof SequenceNode list) {
                list.getValue().forEach(item -> visit(file, item, options));
            }
            for (NodeTuple entry : Nodes.entries(node)) {
                String key = Nodes.keyOf(entry);
                if (options || !TEXTS.contains(key) && !key.equals("routeTemplate")) {
                    visit(file, entry.getValueNode(), options || key.equals("parameters"));
                }
            }
        }
    }
}
