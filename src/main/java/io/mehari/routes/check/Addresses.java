package io.mehari.routes.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Finds the addresses in what has been seen. */
final class Addresses {
    static final Set<String> STARTS =
            Set.of("FromDefinition", "RouteFromDefinitionDeserializer", "OutputAwareFromDefinition");
    private static final Set<String> SENDS =
            Set.of("ToDefinition", "ToDynamicDefinition", "WireTapDefinition", "PollDefinition");
    private static final Set<String> ONE = Set.of("enrich", "pollEnrich");
    private static final Set<String> SEVERAL = Set.of("recipientList", "routingSlip", "dynamicRouter");
    private static final String DELIMITER = ",";
    private static final String DEAD_LETTERS = "DeadLetterChannelDefinition";

    private Addresses() {}

    static List<Address> in(List<Typed> typed, Placeholders settings) {
        List<Address> addresses = new ArrayList<>();
        String delimiter = DELIMITER;
        for (Typed at : typed) {
            if (SEVERAL.contains(at.key())) {
                delimiter = Nodes.text(at.node(), "delimiter")
                        .or(() -> Nodes.text(at.node(), "uriDelimiter"))
                        .orElse(DELIMITER);
            }
            boolean starts = STARTS.contains(at.definition());
            if (starts || SENDS.contains(at.definition())) {
                Node uri = at.node() instanceof ScalarNode
                        ? at.node()
                        : Nodes.child(at.node(), "uri").orElse(null);
                Node parameters = Nodes.child(at.node(), "parameters").orElse(null);
                add(addresses, at, uri, parameters, starts, settings);
            } else if (at.definition().equals(DEAD_LETTERS)) {
                add(addresses, at, Nodes.child(at.node(), "deadLetterUri").orElse(null), null, false, settings);
            } else if (isFixedText(at) && (ONE.contains(at.holder()) || SEVERAL.contains(at.holder()))) {
                addFixed(addresses, at, delimiter, settings);
            }
        }
        return addresses;
    }

    private static boolean isFixedText(Typed at) {
        return at.definition().equals("ConstantExpression") || at.definition().equals("SimpleExpression");
    }

    private static void add(
            List<Address> addresses, Typed at, Node uri, Node parameters, boolean starts, Placeholders settings) {
        if (uri instanceof ScalarNode text && !text.getValue().isBlank()) {
            addresses.add(Address.of(at, uri, parameters, starts, settings));
        }
    }

    /** An expression that says the same for every exchange. */
    private static void addFixed(List<Address> addresses, Typed at, String delimiter, Placeholders settings) {
        Node node = at.node() instanceof ScalarNode
                ? at.node()
                : Nodes.child(at.node(), "expression").orElse(null);
        if (!(node instanceof ScalarNode text) || text.getValue().contains("${")) {
            return;
        }
        String[] parts = SEVERAL.contains(at.holder())
                ? text.getValue().split(Pattern.quote(delimiter))
                : new String[] {text.getValue()};
        for (String part : parts) {
            if (!part.isBlank()) {
                ScalarNode one = new ScalarNode(
                        text.getTag(), part.strip(), text.getStartMark(), text.getEndMark(), text.getScalarStyle());
                addresses.add(Address.of(at, one, null, false, settings));
            }
        }
    }
}
