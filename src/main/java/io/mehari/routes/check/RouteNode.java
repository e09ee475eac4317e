package io.mehari.routes.check;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A route in a file.
 *
 * @param file it stands in
 * @param node its map
 * @param id its id; empty if it has none
 * @param at where the id stands, or the route where it has none
 * @param starts addresses that it starts from; one in a correct file
 * @param sends addresses that its steps send to
 */
record RouteNode(SourceFile file, Node node, String id, Node at, List<Address> starts, List<Address> sends) {
    /** The routes of all files, in order. */
    static List<RouteNode> in(List<Typed> typed, List<Address> addresses) {
        List<RouteNode> routes = new ArrayList<>();
        for (Typed each : typed) {
            if (each.definition().equals("RouteDefinition")
                    || each.definition().equals("RouteFromDefinitionDeserializer")
                    || each.definition().equals("RouteConfigurationDefinition")) {
                Node at = Nodes.child(each.node(), "id").orElse(each.node());
                String id = Nodes.text(each.node(), "id").orElse("");
                List<Address> own = addresses.stream()
                        .filter(address -> address.at().owner() == each.node())
                        .toList();
                routes.add(new RouteNode(
                        each.file(),
                        each.node(),
                        each.definition().equals("RouteConfigurationDefinition") ? "" : id,
                        at,
                        own.stream().filter(Address::starts).toList(),
                        own.stream().filter(address -> !address.starts()).toList()));
            }
        }
        return routes;
    }

    /** Whether calls can come into it, other than a configuration of routes. */
    boolean isRoute() {
        return !starts.isEmpty() || Nodes.child(node, "from").isPresent();
    }

    String place() {
        return file.name() + ":" + (at.getStartMark().getLine() + 1);
    }
}
