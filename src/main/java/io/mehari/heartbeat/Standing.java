package io.mehari.heartbeat;

import io.mehari.upstream.HealthState;
import io.mehari.upstream.ServerHealth;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** How one connection stands, and since when. Written by one thread at a time; reading is safe for concurrent use. */
final class Standing {
    private final Clock clock;
    private volatile ServerHealth health;

    Standing(UpstreamStatus status, Clock clock) {
        this.clock = clock;
        this.health = ServerHealth.of(status);
    }

    ServerHealth health() {
        return health;
    }

    /** It is ready: its tools were read over this very connection. */
    void connected(UpstreamStatus status) {
        move(new ServerHealth(
                HealthState.ONLINE,
                OptionalDouble.empty(),
                status.since(),
                Optional.of(status.since()),
                Optional.empty()));
    }

    /** It is not ready. */
    void disconnected(UpstreamStatus status) {
        move(away(status));
    }

    /** What it is while it is not ready. Calls wait for a server that has just been lost; it is OFFLINE once they do not. */
    ServerHealth away(UpstreamStatus status) {
        ServerHealth known = health;
        ServerHealth now = ServerHealth.of(status);
        boolean joinsAgain = status.state() == UpstreamState.JOINING && known.state() != HealthState.OFFLINE;
        return new ServerHealth(
                joinsAgain ? HealthState.DEGRADED : HealthState.OFFLINE,
                known.latencyMillis(),
                now.since(),
                known.lastGood(),
                now.reason());
    }

    /**
     * It has answered.
     *
     * @param millis what the answer took; empty if that says nothing
     * @param beats with this answer in them
     */
    void good(OptionalDouble millis, Beats beats, HeartbeatSettings.Performance limits) {
        ServerHealth known = health;
        OptionalDouble latency =
                millis.isPresent() ? OptionalDouble.of(known.average(millis.getAsDouble())) : known.latencyMillis();
        Optional<String> reason = Optional.empty();
        if (limits.enabled() && latency.orElse(0) > limits.responseMillis()) {
            reason = Optional.of("answers heartbeats after " + Math.round(latency.getAsDouble()) + " ms on average");
        } else if (limits.enabled() && beats.errorPercent() > limits.errorPercent()) {
            reason = Optional.of("left " + Math.round(beats.errorPercent()) + " % of the latest heartbeats unanswered");
        }
        HealthState state = reason.isPresent() ? HealthState.DEGRADED : HealthState.ONLINE;
        Instant now = clock.instant();
        move(new ServerHealth(state, latency, now, Optional.of(now), reason));
    }

    /** It has not answered. */
    void suspect(HealthState state, String reason) {
        ServerHealth known = health;
        move(new ServerHealth(state, known.latencyMillis(), clock.instant(), known.lastGood(), Optional.of(reason)));
    }

    /** Keeps the time of the last change where the state is the same. */
    private void move(ServerHealth next) {
        ServerHealth known = health;
        health = next.state() != known.state()
                ? next
                : new ServerHealth(next.state(), next.latencyMillis(), known.since(), next.lastGood(), next.reason());
    }
}
