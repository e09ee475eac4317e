package io.mehari.monitoring;

import io.mehari.deadletter.DeadLetters;

/** Whether failed calls can be kept: {@code dead-letters} in {@code /health}. */
record DeadLetterHealth(DeadLetters deadLetters) implements HealthCheck {
    @Override
    public String name() {
        return "dead-letters";
    }

    @Override
    public Condition check() {
        return deadLetters.problem().map(Condition::unhealthy).orElse(Condition.HEALTHY);
    }
}
