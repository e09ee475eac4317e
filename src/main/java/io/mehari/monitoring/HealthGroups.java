package io.mehari.monitoring;

import io.mehari.monitoring.Health.Report;
import io.mehari.monitoring.HealthCheck.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a report means: for everybody, and for probes that look at some of the parts. Immutable. */
public final class HealthGroups {
    /** The group that says whether requests should be sent here. */
    public static final String READY = "ready";

    private static final String OF_UPSTREAM = "upstream:";

    private final List<String> essential = new ArrayList<>(List.of("network"));
    private final Map<String, List<String>> groups = new TreeMap<>();

    /**
     * The groups of these settings.
     *
     * @param settings checked
     */
    public HealthGroups(HealthSettings settings) {
        settings.required().forEach(server -> essential.add(OF_UPSTREAM + server));
        groups.putAll(settings.groups());
        List<String> ready = new ArrayList<>(essential);
        ready.addAll(groups.getOrDefault(READY, List.of()));
        groups.put(READY, ready);
    }

    /**
     * The state of the whole gateway.
     *
     * @param report of all parts
     * @return {@code healthy}; {@code unhealthy} if a part is that nothing goes without; otherwise {@code degraded}
     */
    public String status(Report report) {
        if (report.healthy() && of(report, essential).isEmpty()) {
            return "healthy";
        }
        return of(report, essential).isEmpty() ? "degraded" : "unhealthy";
    }

    /**
     * The parts of a group that do not do their work.
     *
     * @param report of all parts
     * @param group name of the group
     * @return by name, empty if the group is healthy; empty altogether if there is no such group
     */
    public Optional<Map<String, Condition>> unhealthy(Report report, String group) {
        return Optional.ofNullable(groups.get(group)).map(patterns -> of(report, patterns));
    }

    private static Map<String, Condition> of(Report report, List<String> patterns) {
        Map<String, Condition> red = new TreeMap<>();
        for (String pattern : patterns) {
            report.parts().forEach((name, condition) -> {
                if (!condition.works() && matches(pattern, name)) {
                    red.put(name, condition);
                }
            });
            if (pattern.startsWith(OF_UPSTREAM)
                    && !pattern.endsWith("*")
                    && !report.parts().containsKey(pattern)) {
                red.put(
                        pattern,
                        Condition.unhealthy("No server named " + pattern.substring(OF_UPSTREAM.length())
                                + " is configured, and mehari.health asks for it"));
            }
        }
        return red;
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(name);
    }

    /**
     * Names of all groups.
     *
     * @return in alphabetical order
     */
    public List<String> names() {
        return List.copyOf(groups.keySet());
    }
}
