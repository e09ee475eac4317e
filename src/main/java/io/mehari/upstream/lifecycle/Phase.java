package io.mehari.upstream.lifecycle;

import io.mehari.upstream.UpstreamState;
import java.time.Instant;
import java.util.Optional;

/**
 * Where an upstream stands: one immutable picture, replaced as a whole.
 *
 * @param connection the live or joining connection, or the last one while it ends; null before the first
 * @param ending whether that connection is over, or is being ended
 * @param attempts attempts to connect begun since the server was last ready
 * @param connects how often the server became ready
 * @param nextAttempt when the next attempt to connect is due, or was
 */
record Phase(
        UpstreamState state,
        Instant since,
        Connection connection,
        boolean ending,
        long attempts,
        long connects,
        Optional<String> lastError,
        Instant nextAttempt) {

    static Phase first(Instant now) {
        return new Phase(UpstreamState.NEW, now, null, false, 0, 0, Optional.empty(), now);
    }

    Phase joining(Connection attempt, Instant now) {
        return new Phase(UpstreamState.JOINING, now, attempt, false, attempts + 1, connects, lastError, now);
    }

    Phase ready(Instant now) {
        return new Phase(UpstreamState.READY, now, connection, false, 0, connects + 1, lastError, now);
    }

    Phase lost(String reason, Instant now, Instant next) {
        UpstreamState after = next.equals(now) ? UpstreamState.JOINING : UpstreamState.WAITING;
        return new Phase(after, now, connection, true, attempts, connects, Optional.of(reason), next);
    }

    Phase stopped(Instant now) {
        return new Phase(UpstreamState.STOPPED, now, connection, true, attempts, connects, lastError, now);
    }
}
