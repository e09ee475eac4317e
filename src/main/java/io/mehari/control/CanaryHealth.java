package io.mehari.control;

import io.mehari.monitoring.HealthCheck;

/** Whether route files that began to serve a moment ago failed at calls: {@code canary} in {@code /health}. */
record CanaryHealth(Canary canary) implements HealthCheck {
    @Override
    public String name() {
        return "canary";
    }

    @Override
    public Condition check() {
        if (canary.isOff()) {
            return Condition.NOT_CONFIGURED;
        }
        return canary.problem().map(Condition::limited).orElse(Condition.HEALTHY);
    }
}
