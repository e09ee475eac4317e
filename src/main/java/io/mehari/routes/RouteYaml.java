package io.mehari.routes;

import io.mehari.text.ByteOrderMark;
import io.mehari.text.Position;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The text of a route file before Camel reads it. Refuses what Camel's reader would pass over (a key that stands twice,
 * bytes that are not UTF-8), and lets texts under {@code parameters} arrive character by character. Lines keep their
 * numbers.
 */
final class RouteYaml {
    private static final int DEEPEST = 200;

    private final RouteFile file;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<ScalarNode, String> raw = new IdentityHashMap<>();

    private RouteYaml(RouteFile file) {
        this.file = file;
    }

    /**
     * The file as Camel should read it.
     *
     * @throws InvalidRoutesException if it is not YAML in UTF-8, or has a key twice in one place
     */
    static byte[] prepared(RouteFile file) {
        return new RouteYaml(file).prepare();
    }

    private byte[] prepare() {
        String text = decoded();
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        try {
            new Yaml(options).composeAll(new StringReader(text)).forEach(document -> visit(document, ""));
        } catch (MarkedYAMLException e) {
            throw invalid(e.getProblemMark(), "not YAML: " + e.getProblem(), e);
        } catch (YAMLException | StackOverflowError e) {
            throw new InvalidRoutesException(file.name() + ": not YAML: " + e.getMessage(), e);
        }
        return raw.isEmpty() ? text.getBytes(StandardCharsets.UTF_8) : rewritten(text);
    }

    private String decoded() {
        ByteBuffer bytes = ByteBuffer.wrap(file.content());
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        try {
            String text = decoder.decode(bytes).toString();
            return ByteOrderMark.removed(text);
        } catch (CharacterCodingException e) {
            throw new InvalidRoutesException(
                    file.name() + ": byte " + (bytes.position() + 1) + " is not UTF-8: save the file as UTF-8", e);
        }
    }

    private void visit(Node node, String key) {
        if (node == null || !seen.add(node)) {
            return;
        }
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> visit(item, key));
        } else if (node instanceof MappingNode map) {
            Map<String, NodeTuple> entries = entries(map);
            if (entries.containsKey("uri") && entries.containsKey("parameters")) {
                parameters(
                        key,
                        entries.get("uri").getValueNode(),
                        entries.get("parameters").getValueNode());
            }
            entries.forEach((name, entry) -> visit(entry.getValueNode(), name));
        }
    }

    private Map<String, NodeTuple> entries(MappingNode map) {
        Map<String, NodeTuple> entries = new HashMap<>();
        for (NodeTuple entry : map.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                NodeTuple first = entries.put(key.getValue(), entry);
                if (first != null && !key.getValue().equals("<<")) {
                    throw invalid(
                            key.getStartMark(),
                            key.getValue() + " stands twice here, first in line "
                                    + (first.getKeyNode().getStartMark().getLine() + 1),
                            null);
                }
            }
        }
        return entries;
    }

    private void parameters(String step, Node uri, Node parameters) {
        if (uri instanceof ScalarNode address && parameters instanceof MappingNode map) {
            for (NodeTuple parameter : map.getValue()) {
                if (parameter.getKeyNode() instanceof ScalarNode name
                        && parameter.getValueNode() instanceof ScalarNode value
                        && RawText.isNeeded(step, address.getValue(), name.getValue(), value.getValue())) {
                    String marked = RawText.of(address.getValue(), value.getValue());
                    if (marked == null) {
                        throw invalid(
                                value.getStartMark(),
                                "the text of " + name.getValue() + " has both )& and }&, which no address can carry:"
                                        + " put it into a file",
                                null);
                    }
                    raw.put(value, marked);
                }
            }
        }
    }

    private byte[] rewritten(String text) {
        int[] characters = text.codePoints().toArray();
        List<ScalarNode> values = new ArrayList<>(raw.keySet());
        values.sort(Comparator.comparingInt(value -> value.getStartMark().getIndex()));
        StringBuilder result = new StringBuilder(text.length() + 1024);
        int from = 0;
        for (ScalarNode value : values) {
            int start = value.getStartMark().getIndex();
            int end = value.getEndMark().getIndex();
            result.append(new String(characters, from, start - from));
            result.append(RawText.quoted(raw.get(value)));
            for (int at = start; at < end; at++) {
                if (characters[at] == '\n') {
                    result.append('\n'); // what follows stays in its line
                }
            }
            from = end;
        }
        result.append(new String(characters, from, characters.length - from));
        return result.toString().getBytes(StandardCharsets.UTF_8);
    }

    private InvalidRoutesException invalid(Mark mark, String what, Throwable cause) {
        String place = mark == null ? "" : ", " + new Position(mark.getLine() + 1, mark.getColumn() + 1);
        return new InvalidRoutesException(file.name() + place + ": " + what, cause);
    }
}
