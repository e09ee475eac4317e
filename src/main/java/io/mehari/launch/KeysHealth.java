package io.mehari.launch;

import io.mehari.monitoring.HealthCheck;
import io.mehari.security.KeysFileWatch;

/**
 * Whether the file of API keys, as it is now, is used: {@code keys} in {@code /health}.
 *
 * @param file is looked at once a second
 */
record KeysHealth(KeysFileWatch file) implements HealthCheck {
    @Override
    public String name() {
        return "keys";
    }

    @Override
    public Condition check() {
        return file.problem().map(Condition::unhealthy).orElse(Condition.HEALTHY);
    }
}
