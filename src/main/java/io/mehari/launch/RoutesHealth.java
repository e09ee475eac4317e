package io.mehari.launch;

import io.mehari.component.generation.RunningGeneration;
import io.mehari.monitoring.HealthCheck;
import io.mehari.routes.Generations;

/** Whether the route files on disk are the ones that serve: {@code routes} in {@code /health}. */
public record RoutesHealth(Generations generations, RunningGeneration running) implements HealthCheck {
    @Override
    public String name() {
        return "routes";
    }

    @Override
    public Condition check() {
        if (running.current().isEmpty()) {
            return Condition.unhealthy("No generation of route files is running");
        }
        return generations
                .problem()
                .map(problem -> Condition.unhealthy(
                        "The last change was rejected, the previous routes continue to serve: " + problem))
                .orElse(Condition.HEALTHY);
    }
}
