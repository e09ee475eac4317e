package io.mehari.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The parts of one YAML file that a person has written, and everything that is wrong with them. For one thread and one file. */
public final class CheckedYaml {
    private final List<String> problems = new ArrayList<>();

    /** Where the bytes of a file come from. */
    @FunctionalInterface
    public interface Source {
        /**
         * Opens the file.
         *
         * @return closed by the one who asks
         * @throws IOException if it cannot be read
         */
        InputStream open() throws IOException;
    }

    /**
     * Reads the file; what keeps it from being read is a problem.
     *
     * @param file where it is
     * @param largest most characters that are read
     * @param ofEmptyFile the problem if nothing is in it
     * @return its root; empty if there is none
     */
    public Optional<Node> read(Source file, int largest, String ofEmptyFile) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(largest);
        try (Reader text = new InputStreamReader(file.open(), StandardCharsets.UTF_8)) {
            Node document = new Yaml(new SafeConstructor(options)).compose(text);
            if (document == null) {
                problems.add(ofEmptyFile);
            }
            return Optional.ofNullable(document);
        } catch (MarkedYAMLException e) {
            problem(e.getProblemMark() == null ? 0 : e.getProblemMark().getLine(), "is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add("is not YAML: " + e.getMessage());
        } catch (IOException e) {
            problems.add("cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    /**
     * The values of a mapping by their keys.
     *
     * @param node should be one
     * @param what the mapping is, for problems
     * @param known the keys it may have
     * @return without what is unknown or no text; the first of two alike is replaced
     */
    public Map<String, Node> members(Node node, String what, Set<String> known) {
        Map<String, Node> members = new HashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(
                    node,
                    what + " must be a mapping with the keys "
                            + String.join(", ", known.stream().sorted().toList()));
            return members;
        }
        for (NodeTuple member : mapping.getValue()) {
            String key = text(member.getKeyNode(), "a key");
            if (!known.contains(key)) {
                problem(member.getKeyNode(), "unknown key '" + key + "' in " + what);
            } else if (members.put(key, member.getValueNode()) != null) {
                problem(member.getKeyNode(), "the key " + key + " stands twice in " + what);
            }
        }
        return members;
    }

    /**
     * The elements of a list.
     *
     * @param node should be one
     * @param key of the list, for the problem
     * @return none if it is no list
     */
    public List<Node> elements(Node node, String key) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(node, key + " must be a list");
        return List.of();
    }

    /**
     * A text.
     *
     * @param node should be one
     * @param what it is, for the problem
     * @return empty if it is none
     */
    public String text(Node node, String what) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        problem(node, what + " must be text");
        return "";
    }

    /**
     * Notes a problem.
     *
     * @param where the part that is wrong
     * @param what one sentence without its end
     */
    public void problem(Node where, String what) {
        problem(where.getStartMark().getLine(), what);
    }

    private void problem(int line, String what) {
        problems.add("line " + (line + 1) + ": " + what);
    }

    /**
     * Everything that is wrong so far.
     *
     * @return one sentence for each problem, with its line where there is one
     */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
