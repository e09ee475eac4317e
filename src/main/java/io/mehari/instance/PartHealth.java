package io.mehari.instance;

import io.mehari.monitoring.HealthCheck;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that calls can do without.
 *
 * @param name as in {@code /health}
 * @param problem what is wrong now
 */
record PartHealth(String name, Supplier<Optional<String>> problem) implements HealthCheck {
    @Override
    public Condition check() {
        return problem.get().map(Condition::limited).orElse(Condition.HEALTHY);
    }
}
