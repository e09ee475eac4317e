package io.mehari.routes.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;

/** What files have to do with each other: names that exist once, and what must be there. */
final class RouteSetCheck {
    /** Addresses that wait until they are called, clocks, and what comes by the live plane. */
    private static final Set<String> WAITING = Set.of(
            "direct",
            "ai-tool",
            "ai-resource",
            "ai-prompt",
            "kamelet",
            "seda",
            "timer",
            "scheduler",
            "quartz",
            "cron",
            "websocket-jetty",
            "websocket-command");

    private static final String ENTRY = "direct://tool-call";

    private final List<RouteNode> routes;
    private final Unread unread;
    private final Findings findings;

    RouteSetCheck(List<RouteNode> routes, Unread unread, Findings findings) {
        this.routes = routes;
        this.unread = unread;
        this.findings = findings;
    }

    void check(List<SourceFile> files, List<Typed> typed) {
        files.stream().filter(SourceFile::holdsRoute).forEach(this::oneRoute);
        twins();
        sources();
        configurations(typed);
        stepIds(typed);
        if (files.stream().anyMatch(file -> !file.fixed())) {
            entry();
        }
    }

    private void oneRoute(SourceFile file) {
        List<RouteNode> own = routes.stream()
                .filter(route -> route.file().equals(file) && route.isRoute())
                .toList();
        if (own.size() > 1) {
            Node second = own.get(1).at();
            findings.error(
                    Rule.FILE, file.name(), second, "a file holds exactly one route", "Move it to a file of its own");
        } else if (own.isEmpty()) {
            findings.error(
                    Rule.FILE,
                    file.name(),
                    null,
                    "it holds no route",
                    "Write \"- route:\" with \"from:\" in it; beans and configurations belong to configuration/");
        }
    }

    private void entry() {
        boolean there = routes.stream()
                .filter(route -> !route.file().fixed())
                .flatMap(route -> route.starts().stream())
                .anyMatch(start -> start.normalized().equals(ENTRY));
        if (!there && !unread.mentions("tool-call")) {
            findings.error(
                    Rule.FILE,
                    "pipeline/tool-call.camel.yaml",
                    null,
                    "there is no route from direct:tool-call, where calls enter");
        }
    }

    private void twins() {
        Map<String, RouteNode> byName = new HashMap<>();
        for (RouteNode route : routes) {
            if (!route.id().isEmpty()) {
                RouteNode first = byName.putIfAbsent(set(route) + "id " + route.id(), route);
                twin(route, first, route.at(), "its route id " + route.id() + " is that of " + placeOf(first) + " too");
            }
            for (Address start : route.starts()) {
                Optional<String> name = nameOf(start);
                if (name.isPresent()) {
                    RouteNode first = byName.putIfAbsent(set(route) + name.get(), route);
                    twin(route, first, start.uri(), name.get() + ", the other is " + placeOf(first));
                }
            }
        }
    }

    private static String placeOf(RouteNode route) {
        return route == null ? "" : route.place();
    }

    private void twin(RouteNode route, RouteNode first, Node at, String message) {
        if (first != null && first != route) {
            findings.error(Rule.DUPLICATE, route.file().name(), at, message);
        }
    }

    /** What there is once: the place where calls to a route arrive, or what it offers. */
    private static Optional<String> nameOf(Address start) {
        return switch (start.scheme()) {
            case "direct" -> Optional.of("Two routes start from " + start.normalized());
            case "ai-tool" ->
                Optional.of("Two routes offer the tool " + start.path() + " under server "
                        + start.options().stream()
                                .filter(option -> option.name().equals("server"))
                                .map(Address.Option::value)
                                .findFirst()
                                .orElse("camel"));
            default -> Optional.empty();
        };
    }

    /** Routes with listeners are a set of their own. */
    private static String set(RouteNode route) {
        return route.file().fixed() ? "fixed " : "";
    }

    private void sources() {
        for (RouteNode route : routes) {
            for (Address start : route.starts()) {
                if (!route.file().fixed() && !WAITING.contains(start.scheme()) && !start.isComputed()) {
                    findings.error(
                            Rule.SOURCE,
                            route.file().name(),
                            start.uri(),
                            "a route from " + start.scheme()
                                    + ": takes messages, or holds a port, by itself, and while one"
                                    + " set of route files follows another both would",
                            "Move the route to maintenance/");
                }
            }
        }
    }

    private void configurations(List<Typed> typed) {
        Set<String> known = typed.stream()
                .filter(each -> each.definition().equals("RouteConfigurationDefinition"))
                .flatMap(each -> Nodes.text(each.node(), "id").stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (RouteNode route : routes) {
            Node node = Nodes.child(route.node(), "routeConfigurationId").orElse(null);
            for (String id : Nodes.text(node).orElse("").split(",")) {
                boolean checked = !route.file().fixed() && !id.isBlank() && !id.contains("*");
                if (checked && !known.contains(id.strip()) && !unread.mentions(id.strip())) {
                    findings.error(
                            Rule.TARGET,
                            route.file().name(),
                            node,
                            "no routeConfiguration is called " + id.strip(),
                            Findings.didYouMean(id.strip(), known));
                }
            }
        }
    }

    /** What a route gets that has no {@code nodePrefixId}; a route without an id gets one that is its own. */
    private static String prefixOf(Typed step) {
        return Nodes.text(step.owner(), "id").orElse(step.file().name()) + ".";
    }

    /** Ids of steps and of routes share one space of names; those of {@code from} are no one's concern, nor Camel's. */
    private void stepIds(List<Typed> typed) {
        Map<String, String> places = new HashMap<>();
        routes.forEach(route -> places.put(set(route) + route.id(), route.place()));
        for (Typed each : typed) {
            Node id = Nodes.child(each.node(), "id").orElse(null);
            boolean step = each.owner() != null
                    && each.node() != each.owner()
                    && !Addresses.STARTS.contains(each.definition())
                    && !each.file().isKamelet();
            if (id != null
                    && step
                    && Nodes.text(id).isPresent()
                    && !each.definition().endsWith("Expression")) {
                String name = Nodes.text(each.owner(), "nodePrefixId").orElseGet(() -> prefixOf(each))
                        + Nodes.text(id).get();
                String place = each.file().name() + ":" + (id.getStartMark().getLine() + 1);
                String first = places.putIfAbsent((each.file().fixed() ? "fixed " : "") + name, place);
                if (first != null && !first.equals(place)) {
                    findings.error(
                            Rule.DUPLICATE, each.file().name(), id, "the id " + name + " is that of " + first + " too");
                }
            }
        }
    }
}
