package io.mehari.routes.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Finds every mistake in a set of route files at once. Reads them only: no bean is made, no address opened, and what
 * serves calls is not touched. Stateless.
 */
public final class RouteCheck {
    private RouteCheck() {}

    /**
     * Checks the files of a gateway.
     *
     * @param files every file that the gateway would read
     * @param surroundings what they may refer to
     * @return up to 1,000 findings, in order of files and lines
     */
    public static List<Finding> of(List<SourceFile> files, Surroundings surroundings) {
        Findings findings = new Findings();
        Placeholders settings = new Placeholders(surroundings.settings());
        DslCheck dsl = new DslCheck(DslSchema.load(), findings);
        PlaceholderCheck placeholders = new PlaceholderCheck(settings, findings);
        Map<SourceFile, Node> roots = new IdentityHashMap<>();
        Map<String, String> fileById = new HashMap<>();
        for (SourceFile file : files) {
            if (file.isXml()) {
                XmlFile.check(file, findings).forEach(id -> fileById.put(id, file.name()));
                continue;
            }
            YamlTree.read(file, findings).ifPresent(root -> {
                roots.put(file, root);
                dsl.check(file, root);
                placeholders.check(file, root);
            });
        }
        List<Typed> typed = dsl.typed();
        List<Address> addresses = Addresses.in(typed, settings);
        checkParts(typed, addresses, surroundings, settings, findings);
        List<SourceFile> lists = files.stream()
                .filter(file -> roots.get(file) instanceof SequenceNode)
                .toList();
        List<SourceFile> unread =
                files.stream().filter(file -> !roots.containsKey(file)).toList();
        List<RouteNode> routes = RouteNode.in(typed, addresses);
        Unread hidden = new Unread(unread, surroundings.javaRoutes());
        new RouteSetCheck(routes, hidden, findings).check(lists, typed);
        refuseTwins(routes, fileById, findings);
        for (boolean fixed : new boolean[] {false, true}) {
            List<RouteNode> set = new ArrayList<>(routes);
            set.removeIf(route -> route.file().fixed() != fixed);
            new RouteTargets(set, hidden, surroundings, findings).check();
            if (!fixed) {
                RecoveryCheck.check(set, hidden, surroundings.recoveries(), findings);
            }
        }
        return findings.sorted();
    }

    private static void refuseTwins(List<RouteNode> routes, Map<String, String> fileById, Findings findings) {
        for (RouteNode route : routes) {
            String file = fileById.get(route.id());
            if (file != null) {
                findings.error(
                        Rule.DUPLICATE,
                        file,
                        null,
                        "its route id " + route.id() + " is that of " + route.place() + " too");
            }
        }
    }

    private static void checkParts(
            List<Typed> typed,
            List<Address> addresses,
            Surroundings surroundings,
            Placeholders settings,
            Findings findings) {
        ComponentCatalog catalog = new ComponentCatalog(surroundings.loader());
        AddressCheck components = new AddressCheck(catalog, findings);
        BeanCheck beans = new BeanCheck(surroundings, settings, findings);
        SecretCheck secrets = new SecretCheck(catalog, findings);
        typed.forEach(beans::define);
        ExpressionCheck expressions = new ExpressionCheck(surroundings.loader(), settings, findings);
        for (Typed each : typed) {
            beans.check(each);
            expressions.check(each);
            secrets.check(each);
        }
        for (Address address : addresses) {
            components.check(address);
            beans.check(address);
            secrets.check(address);
        }
    }
}
