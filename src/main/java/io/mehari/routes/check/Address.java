package io.mehari.routes.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * An address in a route file.
 *
 * @param at where it stands
 * @param uri node of its text
 * @param scheme component
 * @param path what stands between the colon and the question mark, placeholders filled in
 * @param options behind the question mark and under {@code parameters}
 * @param starts whether routes start from there
 */
record Address(Typed at, Node uri, String scheme, String path, List<Option> options, boolean starts) {
    private static final Pattern OPTION = Pattern.compile("(?:^|&)([A-Za-z][\\w.-]*)=(RAW\\(.*?\\)(?=&|$)|[^&]*)");

    /**
     * An option in an address.
     *
     * @param name its name
     * @param value its text as the file has it
     * @param node where it stands
     * @param behind whether it stands behind the question mark
     */
    record Option(String name, String value, Node node, boolean behind) {}

    /** Whether it is computed for each exchange. */
    boolean isComputed() {
        return (scheme + path).contains("${") || (scheme + path).contains("{{");
    }

    /** As Camel writes it, without options. */
    String normalized() {
        return scheme + "://" + path.replaceFirst("^/{1,2}", "");
    }

    static Address of(Typed at, Node uri, Node parameters, boolean starts, Placeholders settings) {
        String text = settings.filledIn(((ScalarNode) uri).getValue().strip());
        int question = text.indexOf('?');
        String before = question < 0 ? text : text.substring(0, question);
        int colon = before.indexOf(':');
        List<Option> options = new ArrayList<>();
        if (question >= 0) {
            Matcher option = OPTION.matcher(text.substring(question + 1));
            while (option.find()) {
                options.add(new Option(option.group(1), option.group(2), uri, true));
            }
        }
        Nodes.entries(parameters).forEach(entry -> {
            String value = Nodes.text(entry.getValueNode()).orElse("");
            options.add(new Option(Nodes.keyOf(entry), settings.filledIn(value), entry.getKeyNode(), false));
        });
        String path = colon < 0 ? null : before.substring(colon + 1);
        String scheme = colon < 0 ? before : before.substring(0, colon);
        return new Address(at, uri, scheme, path == null ? pathOf(scheme, options) : path, options, starts);
    }

    /** Where the address is only the name of a component, its path is an option of a known name, or the only one. */
    private static String pathOf(String scheme, List<Option> options) {
        String name = switch (scheme) {
            case "direct", "seda" -> "name";
            case "timer" -> "timerName";
            case "mcp" -> "server";
            case "ai-tool" -> "toolName";
            default -> "";
        };
        return options.stream()
                .filter(option -> option.name().equals(name))
                .map(Option::value)
                .findFirst()
                .orElse("");
    }

    /** Whether only the component's name is given, and everything else as options. */
    boolean isBare() {
        String text = ((ScalarNode) uri).getValue();
        return text.indexOf(':') < 0;
    }
}
