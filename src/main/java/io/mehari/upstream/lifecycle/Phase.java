package io.mehari.upstream.lifecycle;

import io.mehari.redaction.Redaction;
import io.mehari.upstream.UpstreamState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where an upstream stands: one immutable picture, replaced as a whole.
 *
 * @param connection the live or joining connection, or the last one while it ends; null before the first
 * @param ending whether that connection is over, or is being ended
 * @param attempts attempts to connect begun since the server was last ready
 * @param connects how often the server became ready
 * @param lastError why the last connection ended, for callers
 * @param lastWords what the server said at its end, for operators; empty if nothing
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
        String lastWords,
        Instant nextAttempt) {
    /** A reason is often the server's own text, and is shown in answers, health and log. */
    private static final Redaction SHOWN = new Redaction(List.of());

    static Phase first(Instant now) {
        return new Phase(UpstreamState.NEW, now, null, false, 0, 0, Optional.empty(), "", now);
    }

    Phase joining(Connection attempt, Instant now) {
        return new Phase(UpstreamState.JOINING, now, attempt, false, attempts + 1, connects, lastError, lastWords, now);
    }

    Phase ready(Instant now) {
        return new Phase(UpstreamState.READY, now, connection, false, 0, connects + 1, lastError, lastWords, now);
    }

    /** Lost again, or connected by request, before anything new was known. */
    Phase lost(String reason, Instant now, Instant next) {
        return lost(reason, lastWords, now, next);
    }

    Phase lost(String reason, String words, Instant now, Instant next) {
        UpstreamState after = next.equals(now) ? UpstreamState.JOINING : UpstreamState.WAITING;
        return new Phase(
                after, now, connection, true, attempts, connects, Optional.of(SHOWN.text(reason)), words, next);
    }

    Phase stopped(Instant now) {
        return new Phase(UpstreamState.STOPPED, now, connection, true, attempts, connects, lastError, lastWords, now);
    }

    /** Why the last connection ended, with all that is known. */
    Optional<String> shownError() {
        return lastError.map(reason -> lastWords.isEmpty() ? reason : reason + "; its stderr ended with: " + lastWords);
    }
}
