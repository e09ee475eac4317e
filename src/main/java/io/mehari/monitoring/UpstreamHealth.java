package io.mehari.monitoring;

import io.mehari.upstream.HealthState;
import io.mehari.upstream.ServerHealth;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.util.Locale;

/** Whether an upstream is connected, and answers its heartbeats: {@code upstream:name} in {@code /health}. */
record UpstreamHealth(Upstream upstream, ServerHealths healths) implements HealthCheck {
    @Override
    public String name() {
        return "upstream:" + upstream.name();
    }

    @Override
    public Condition check() {
        UpstreamStatus status = upstream.status();
        if (status.state() != UpstreamState.READY) {
            return Condition.unhealthy("Upstream " + upstream.name() + " is "
                    + status.state().name().toLowerCase(Locale.ROOT)
                    + status.lastError().map(error -> ": " + error).orElse(""));
        }
        ServerHealth health = healths.of(upstream);
        String detail = health.reason()
                .map(reason -> "Upstream " + upstream.name() + " " + reason)
                .orElse("");
        return new Condition(health.state() != HealthState.OFFLINE, detail);
    }
}
