package io.mehari.routes.check;

import io.mehari.redaction.Redaction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Warns of secrets that stand in a file as they are. Never says what they are. */
final class SecretCheck {
    private static final Pattern NAME = Pattern.compile(
            "(?i).*(?:password|passwd|passphrase|secret|api[-_.]?key|access[-_.]?key|private[-_.]?key|authorization|credential"
                    + "|(?:access|auth|bearer|refresh)[-_.]?token|^token$).*");
    /** Options that are described as secret without being one: what they name is. */
    private static final Set<String> OFFERS = Set.of("ai-tool", "ai-resource", "ai-prompt");

    private static final int SHORTEST = 4;
    private static final String HOW = "Write {{a.name}} and set it by a variable or a file";

    private final Redaction redaction = new Redaction(List.of());
    private final ComponentCatalog catalog;
    private final Findings findings;

    SecretCheck(ComponentCatalog catalog, Findings findings) {
        this.catalog = catalog;
        this.findings = findings;
    }

    void check(Address address) {
        String uri = Nodes.text(address.uri()).orElse("");
        for (Address.Option option : address.options()) {
            String written = option.behind() ? option.value() : textUnder(address, option.node());
            if (!OFFERS.contains(address.scheme()) && isSecret(address, option.name()) && isPlain(written)) {
                warn(address.at(), option.node(), "the value of " + option.name());
                return;
            }
            if (!option.behind() && looksSecret(written)) {
                warn(address.at(), option.node(), "the value of " + option.name());
            }
        }
        if (looksSecret(uri)) {
            warn(address.at(), address.uri(), "this address");
        }
    }

    /** As the file has it: what a placeholder stands for is no clear text. */
    private static String textUnder(Address address, Node key) {
        return Nodes.child(address.at().node(), "parameters").map(Nodes::entries).orElse(List.of()).stream()
                .filter(entry -> entry.getKeyNode() == key)
                .findFirst()
                .flatMap(entry -> Nodes.text(entry.getValueNode()))
                .orElse("");
    }

    void check(Typed at) {
        switch (at.definition()) {
            case "BeanFactoryDefinition" ->
                Nodes.child(at.node(), "properties")
                        .map(Nodes::entries)
                        .orElse(List.of())
                        .forEach(entry -> property(at, entry));
            case "SetHeaderDefinition", "SetPropertyDefinition", "SetVariableDefinition" -> {
                String name = Nodes.text(at.node(), "name").orElse("");
                Optional<Node> constant = Nodes.child(at.node(), "constant")
                        .or(() ->
                                Nodes.child(at.node(), "expression").flatMap(inner -> Nodes.child(inner, "constant")));
                constant.flatMap(value -> Nodes.text(value).or(() -> Nodes.text(value, "expression")))
                        .filter(value -> NAME.matcher(name).matches() && isPlain(value))
                        .ifPresent(value -> warn(at, constant.get(), "the value of " + name));
            }
            default -> {
                // has no name for a secret
            }
        }
    }

    private void property(Typed at, NodeTuple entry) {
        String value = Nodes.text(entry.getValueNode()).orElse("");
        boolean named = NAME.matcher(Nodes.keyOf(entry)).matches() && isPlain(value);
        if (named || looksSecret(value)) {
            warn(at, entry.getKeyNode(), "the value of " + Nodes.keyOf(entry));
        }
    }

    private boolean isSecret(Address address, String name) {
        boolean described = catalog.find(address.scheme())
                .flatMap(component -> component.find(name))
                .map(ComponentOption::secret)
                .orElse(false);
        return described || NAME.matcher(name).matches();
    }

    private static boolean isPlain(String value) {
        return value.length() >= SHORTEST
                && !value.contains("{{")
                && !value.contains("${")
                && !value.startsWith("#")
                && !value.matches("(?i)true|false|\\d+");
    }

    private boolean looksSecret(String value) {
        return !value.contains("{{")
                && !value.contains("${")
                && !redaction.text(value).equals(value);
    }

    private void warn(Typed at, Node node, String what) {
        findings.warning(Rule.SECRET, at.file().name(), node, what + " looks like a secret in clear text", HOW);
    }
}
