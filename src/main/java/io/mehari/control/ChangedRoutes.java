package io.mehari.control;

import io.mehari.component.generation.GenerationTally.Sum;
import io.mehari.monitoring.metric.RouteMeters;
import io.mehari.reload.CanarySettings;
import io.mehari.text.Counted;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Routes whose files have just changed, each with what was counted of it until then: a route that fails at each of its calls
 * can be lost among all calls. Immutable.
 */
final class ChangedRoutes {
    /** None, or none that is counted. */
    static final ChangedRoutes NONE = new ChangedRoutes(null, Map.of());

    private final RouteMeters meters;
    private final Map<String, Sum> before;

    private ChangedRoutes(RouteMeters meters, Map<String, Sum> before) {
        this.meters = meters;
        this.before = before;
    }

    /**
     * Routes as they are counted now.
     *
     * @param ids of changed and of new ones
     * @param meters count them
     */
    static ChangedRoutes of(Set<String> ids, RouteMeters meters) {
        Map<String, Sum> sums = new TreeMap<>();
        ids.forEach(id -> sums.put(id, count(meters, id)));
        return new ChangedRoutes(meters, sums);
    }

    private static Sum count(RouteMeters meters, String id) {
        return meters.of(id)
                .map(count -> new Sum(count.total(), 0, count.failed()))
                .orElse(Sum.NONE);
    }

    /**
     * Judges each by its own exchanges.
     *
     * @param settings how many are needed, and how many more may fail
     * @return which one is worse, and how much; empty if none is
     */
    Optional<String> worse(CanarySettings settings) {
        for (Map.Entry<String, Sum> route : before.entrySet()) {
            Sum then = route.getValue();
            Sum now = count(meters, route.getKey()).since(then);
            if (now.calls() >= settings.minimumCalls() && now.otherPercent() > then.otherPercent() + settings.jump()) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "route %s: of %s %d failed, which is %.1f %%; with the file before it was %.1f %%",
                        route.getKey(),
                        Counted.of(now.calls(), "exchange"),
                        now.others(),
                        now.otherPercent(),
                        then.otherPercent()));
            }
        }
        return Optional.empty();
    }
}
