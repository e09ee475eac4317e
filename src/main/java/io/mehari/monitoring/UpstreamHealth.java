package io.mehari.monitoring;

import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.util.Locale;

/** Whether an upstream is connected: {@code upstream:name} in {@code /health}. */
record UpstreamHealth(Upstream upstream) implements HealthCheck {
    @Override
    public String name() {
        return "upstream:" + upstream.name();
    }

    @Override
    public Condition check() {
        UpstreamStatus status = upstream.status();
        return status.state() == UpstreamState.READY
                ? Condition.HEALTHY
                : Condition.unhealthy("Upstream " + upstream.name() + " is "
                        + status.state().name().toLowerCase(Locale.ROOT)
                        + status.lastError().map(error -> ": " + error).orElse(""));
    }
}
