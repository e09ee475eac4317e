package io.mehari.instance;

import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.diagnostics.Issue;
import io.mehari.text.Counted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is wrong between gateways on one Redis, for the diagnosis. Stateless. */
final class InstanceIssues {
    private static final String SUBJECT = "instances";

    /** Clocks that differ by less are taken for equal. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private InstanceIssues() {}

    /**
     * What is wrong now.
     *
     * @param status what is known
     * @param fresh silence up to which a gateway surely is there
     * @return one issue for each kind
     */
    static List<Issue> of(InstanceStatus status, Duration fresh) {
        List<Issue> issues = new ArrayList<>();
        status.problem()
                .ifPresent(problem -> add(
                        issues,
                        "instances_unknown",
                        "This gateway knows nothing new of the others, nor they of it: Redis: " + problem,
                        "Look whether Redis runs and mehari.redis.url, username and password are those of it; calls go on, what"
                                + " one gateway does for all rests, and all is as before when Redis is back"));
        differences(status, issues);
        twice(status, fresh, issues);
        skew(status, issues);
        if (status.unreadable() > 0) {
            add(
                    issues,
                    "instances_foreign",
                    Counted.of(
                                    status.unreadable(),
                                    "value under " + InstanceRegistry.INDEX + " is",
                                    "values under " + InstanceRegistry.INDEX + " are")
                            + " none of a gateway",
                    "Look what else writes to this database of Redis, and give it another one");
        }
        lost(status, issues);
        return issues;
    }

    private static void differences(InstanceStatus status, List<Issue> issues) {
        Map<String, List<Instance>> byRoutes = by(
                status.all().stream().filter(each -> !each.routes().isEmpty()).toList(), Instance::shortRoutes);
        if (byRoutes.size() > 1) {
            add(
                    issues,
                    "instance_routes_differ",
                    "Gateways run different route files: " + listed(byRoutes),
                    "Give all the same files; while they are being changed one after another this passes by itself");
        }
        Map<String, List<Instance>> byVersion = by(status.all(), Instance::version);
        if (byVersion.size() > 1) {
            issues.add(new Issue(
                    "instance_versions_differ",
                    AlertSeverity.INFO,
                    SUBJECT,
                    "Gateways are of different versions: " + listed(byVersion),
                    "Bring all to one version"));
        }
    }

    private static void twice(InstanceStatus status, Duration fresh, List<Issue> issues) {
        by(status.all(), Instance::id).forEach((id, named) -> {
            if (named.stream()
                            .filter(each -> each.silence().compareTo(fresh) < 0)
                            .count()
                    > 1) {
                add(
                        issues,
                        "instance_id_twice",
                        named.size() + " gateways are called " + id,
                        "Give each a mehari.instances.id of its own");
            }
        });
    }

    private static void skew(InstanceStatus status, List<Issue> issues) {
        String ahead = status.all().stream()
                .filter(each -> each.clockAhead().abs().compareTo(SKEW) > 0)
                .map(each -> each.id() + " by " + each.clockAhead().toSeconds() + " s")
                .collect(Collectors.joining(", "));
        if (!ahead.isEmpty()) {
            add(
                    issues,
                    "instance_clocks_differ",
                    "Clocks of gateways are ahead of that of Redis (below zero: behind it): " + ahead,
                    "Have all machines set their clocks by NTP; what gateways share goes by the clock of Redis, times that people"
                            + " read do not");
        }
    }

    private static void lost(InstanceStatus status, List<Issue> issues) {
        InstanceStatus.Events events = status.events();
        if (events.dropped() + events.missed() > 0) {
            issues.add(new Issue(
                    "instance_events_lost",
                    AlertSeverity.INFO,
                    SUBJECT,
                    "Since the start " + Counted.of(events.dropped(), "event")
                            + " could not be told to other gateways, and " + Counted.of(events.missed(), "event")
                            + " of others were missed",
                    "Raise mehari.instances.event-queue where that happens again while Redis is well"));
        }
    }

    private static void add(List<Issue> issues, String kind, String cause, String recommendation) {
        issues.add(new Issue(kind, AlertSeverity.WARNING, SUBJECT, cause, recommendation));
    }

    private static Map<String, List<Instance>> by(List<Instance> instances, Function<Instance, String> what) {
        return instances.stream().collect(Collectors.groupingBy(what, TreeMap::new, Collectors.toList()));
    }

    /** Such as {@code a and b (1f2e3d4c), c (5a6b7c8d)}. */
    private static String listed(Map<String, List<Instance>> groups) {
        return groups.entrySet().stream()
                .map(group -> group.getValue().stream().map(Instance::id).collect(Collectors.joining(" and ")) + " ("
                        + group.getKey() + ")")
                .collect(Collectors.joining(", "));
    }
}
