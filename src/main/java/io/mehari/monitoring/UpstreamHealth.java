package io.mehari.monitoring;

import io.mehari.upstream.HealthState;
import io.mehari.upstream.ReplicaStatus;
import io.mehari.upstream.ServerHealth;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whether an upstream is connected, and answers its heartbeats: {@code upstream:name} in {@code /health}. */
record UpstreamHealth(Upstream upstream, ServerHealths healths) implements HealthCheck {
    @Override
    public String name() {
        return "upstream:" + upstream.name();
    }

    @Override
    public Condition check() {
        UpstreamStatus status = upstream.status();
        return status.state() == UpstreamState.READY && !upstream.replicas().isEmpty() ? ofReplicas() : of(status);
    }

    private Condition ofReplicas() {
        List<ReplicaStatus> away = upstream.replicas().stream()
                .filter(replica -> !replica.serves())
                .toList();
        return away.isEmpty()
                ? Condition.HEALTHY
                : Condition.limited("Upstream " + upstream.name() + " goes on with "
                        + (upstream.replicas().size() - away.size()) + " of "
                        + upstream.replicas().size() + " replicas; "
                        + away.stream().map(UpstreamHealth::why).collect(Collectors.joining("; ")));
    }

    private static String why(ReplicaStatus replica) {
        UpstreamStatus status = replica.upstream().status();
        String state = status.state() == UpstreamState.READY
                ? (replica.resting() ? "at rest after failed calls" : "connected and silent")
                : status.state().name().toLowerCase(Locale.ROOT)
                        + status.lastError().map(error -> ": " + error).orElse("");
        return replica.upstream().name() + " is " + state;
    }

    private Condition of(UpstreamStatus status) {
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
