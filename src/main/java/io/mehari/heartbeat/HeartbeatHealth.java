package io.mehari.heartbeat;

import io.mehari.monitoring.HealthCheck;

/** Whether the file of heartbeats is used as it is: {@code heartbeat} in {@code /health}. */
record HeartbeatHealth(HeartbeatFile file) implements HealthCheck {
    @Override
    public String name() {
        return "heartbeat";
    }

    @Override
    public Condition check() {
        return file.problem().map(Condition::unhealthy).orElse(Condition.HEALTHY);
    }
}
