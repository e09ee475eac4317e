package io.mehari.routes.check;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds recovery routes that the file of error patterns names and that no route file has. Stateless. */
final class RecoveryCheck {
    private static final Pattern LINE = Pattern.compile("line (\\d{1,9}), (.*)");

    private static final String DIRECT = "direct://";

    private RecoveryCheck() {}

    /**
     * Looks for each of them.
     *
     * @param routes those of a generation
     * @param unread files in which one may be
     * @param named the routes that there have to be
     */
    static void check(List<RouteNode> routes, Unread unread, NamedRecoveries named, Findings findings) {
        Set<String> there = routes.stream()
                .flatMap(route -> route.starts().stream())
                .filter(start -> start.scheme().equals("direct") && !start.isComputed())
                .map(start -> start.normalized().substring(DIRECT.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        new TreeMap<>(named.routes()).forEach((route, place) -> {
            if (!there.contains(route) && !unread.mentions(route)) {
                Matcher line = LINE.matcher(place);
                boolean known = line.matches();
                findings.error(
                        Rule.TARGET,
                        named.file(),
                        known ? Integer.parseInt(line.group(1)) : 0,
                        (known ? line.group(2) : place) + " has recover: " + route
                                + ", and no route starts from direct:" + route,
                        Findings.didYouMean(route, there));
            }
        });
    }
}
