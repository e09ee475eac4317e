package io.mehari.routes.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Follows the steps that send to other routes. */
final class RouteTargets {
    private static final String UPSTREAM = "upstream-";

    private final List<RouteNode> routes;
    private final Unread unread;
    private final Surroundings surroundings;
    private final Findings findings;
    private final Map<String, RouteNode> byStart = new HashMap<>();
    private final Set<RouteNode> done = new HashSet<>();
    private final List<RouteNode> way = new ArrayList<>();

    /** Those of one set: routes of generations, or those with listeners. */
    RouteTargets(List<RouteNode> routes, Unread unread, Surroundings surroundings, Findings findings) {
        this.routes = routes;
        this.unread = unread;
        this.surroundings = surroundings;
        this.findings = findings;
        for (RouteNode route : routes) {
            route.starts().forEach(start -> byStart.put(start.normalized(), route));
        }
    }

    void check() {
        for (RouteNode route : routes) {
            for (Address target : route.sends()) {
                if (!target.isComputed()) {
                    target(route, target);
                }
            }
        }
        routes.forEach(this::follow);
    }

    private void target(RouteNode route, Address target) {
        String file = route.file().name();
        switch (target.scheme()) {
            case "direct" -> {
                if (!isServed(target)) {
                    findings.error(
                            Rule.TARGET,
                            file,
                            target.uri(),
                            "no route starts from " + target.normalized(),
                            Findings.didYouMean(target.path(), starts("direct")));
                }
            }
            case "seda" -> {
                if (!byStart.containsKey(target.normalized()) && !unread.mentions(target.path())) {
                    findings.warning(
                            Rule.TARGET,
                            file,
                            target.uri(),
                            "no route starts from " + target.normalized() + ": messages pile up there",
                            Findings.didYouMean(target.path(), starts("seda")));
                }
            }
            case "mcp" -> {
                if (!surroundings.servers().contains(target.path())) {
                    findings.warning(
                            Rule.TARGET,
                            file,
                            target.uri(),
                            "no server is called " + target.path(),
                            Findings.didYouMean(target.path(), surroundings.servers()));
                }
            }
            default -> {
                // elsewhere
            }
        }
    }

    private boolean isServed(Address target) {
        return byStart.containsKey(target.normalized())
                || unread.mentions(target.path())
                || target.path().startsWith(UPSTREAM)
                        && surroundings.servers().contains(target.path().substring(UPSTREAM.length()));
    }

    private Set<String> starts(String scheme) {
        return routes.stream()
                .flatMap(route -> route.starts().stream())
                .filter(start -> start.scheme().equals(scheme) && !start.isComputed())
                .map(Address::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void follow(RouteNode route) {
        if (done.contains(route)) {
            return;
        }
        way.add(route);
        for (Address target : route.sends()) {
            RouteNode next = target.scheme().equals("direct") ? byStart.get(target.normalized()) : null;
            int before = next == null ? -1 : way.indexOf(next);
            if (before >= 0) {
                cycle(route, target, way.subList(before, way.size()));
            } else if (next != null) {
                follow(next);
            }
        }
        way.remove(way.size() - 1);
        done.add(route);
    }

    private void cycle(RouteNode route, Address target, List<RouteNode> circle) {
        String round = circle.stream()
                .map(each ->
                        each.starts().get(0).normalized() + " (" + each.file().name() + ")")
                .collect(Collectors.joining(" -> "));
        findings.error(
                Rule.CYCLE,
                route.file().name(),
                target.uri(),
                "the steps go round and round, and no call would leave: " + round + " -> " + target.normalized(),
                "Take one of these steps out, or use loop");
    }
}
