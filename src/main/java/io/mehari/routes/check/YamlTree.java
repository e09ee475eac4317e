package io.mehari.routes.check;

import io.mehari.routes.check.Finding.Severity;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a file as a tree that knows lines and columns. */
final class YamlTree {
    private static final int DEEPEST = 200;
    private static final int MOST_ALIASES = 50;

    private final SourceFile file;
    private final Findings findings;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlTree(SourceFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** The root; empty if the file is not YAML or has nothing in it, which is among the findings then. */
    static Optional<Node> read(SourceFile file, Findings findings) {
        return new YamlTree(file, findings).read();
    }

    private Optional<Node> read() {
        ByteBuffer bytes = ByteBuffer.wrap(file.content());
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        try {
            String text = decoder.decode(bytes).toString();
            Node root =
                    new Yaml(options).compose(new StringReader(text.startsWith("\ufeff") ? text.substring(1) : text));
            refuseTwins(root);
            if (root == null) {
                findings.error(Rule.FILE, file.name(), null, "the file is empty and holds no route");
            }
            return Optional.ofNullable(root);
        } catch (CharacterCodingException e) {
            String place = "byte " + (bytes.position() + 1) + " is not UTF-8";
            findings.error(Rule.SYNTAX, file.name(), null, place, "Save the file as UTF-8");
        } catch (MarkedYAMLException e) {
            String problem = "not YAML: " + e.getProblem();
            findings.add(Severity.ERROR, Rule.SYNTAX, file.name(), e.getProblemMark(), problem, hint(e.getProblem()));
        } catch (YAMLException | StackOverflowError e) {
            findings.error(Rule.SYNTAX, file.name(), null, "not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static String hint(String problem) {
        if (problem != null && problem.contains("'\\t'")) {
            return "Indent with spaces, not with tabs";
        }
        return problem != null && problem.contains("mapping values are not allowed")
                ? "Quote texts that have a colon and a space in them, and look at the indentation"
                : "";
    }

    private void refuseTwins(Node node) {
        if (node == null || !seen.add(node)) {
            return;
        }
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(this::refuseTwins);
        } else if (node instanceof MappingNode map) {
            Map<String, Node> keys = new HashMap<>();
            for (NodeTuple entry : map.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    Node first = keys.putIfAbsent(key.getValue(), key);
                    if (first != null) {
                        String line = "first in line " + (first.getStartMark().getLine() + 1);
                        findings.error(Rule.SYNTAX, file.name(), key, key.getValue() + " stands twice here, " + line);
                    }
                }
                refuseTwins(entry.getValueNode());
            }
        }
    }
}
