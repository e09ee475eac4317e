package io.mehari.monitoring;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The health of the whole gateway, part by part. Safe for concurrent use. */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final Supplier<List<HealthCheck>> checks;
    private final Clock clock;

    /**
     * @param checks the parts to ask, asked for again each time since upstreams come and go
     * @param clock stamps reports
     */
    public Health(Supplier<List<HealthCheck>> checks, Clock clock) {
        this.checks = checks;
        this.clock = clock;
    }

    /** Asks every part. A part whose check throws is unhealthy. */
    public Report report() {
        Map<String, HealthCheck.Condition> conditions = new TreeMap<>();
        for (HealthCheck check : checks.get()) {
            conditions.put(check.name(), conditionOf(check));
        }
        boolean healthy = conditions.values().stream().allMatch(HealthCheck.Condition::healthy);
        return new Report(healthy, conditions, clock.instant());
    }

    private static HealthCheck.Condition conditionOf(HealthCheck check) {
        try {
            return check.check();
        } catch (RuntimeException e) {
            LOG.warn("The health check {} failed", check.name(), e);
            return HealthCheck.Condition.unhealthy("The check itself failed; the gateway's log has the cause");
        }
    }

    /**
     * One look at the gateway.
     *
     * @param healthy whether every part is; otherwise the gateway is degraded
     * @param parts condition by part name, ordered by name
     * @param at when it was taken
     */
    public record Report(boolean healthy, Map<String, HealthCheck.Condition> parts, Instant at) {}
}
