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
 * @param provoked those of them that a call began before the back-off would
 * @param byCall whether the attempt that is planned is one of these
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
        long provoked,
        boolean byCall,
        long connects,
        Optional<String> lastError,
        String lastWords,
        Instant nextAttempt) {
    /** A reason is often the server's own text, and is shown in answers, health and log. */
    private static final Redaction SHOWN = new Redaction(List.of());

    static Phase first(Instant now) {
        return new Phase(UpstreamState.NEW, now, null, false, 0, 0, false, 0, Optional.empty(), "", now);
    }

    Phase joining(Connection attempt, Instant now) {
        return new Phase(
                UpstreamState.JOINING,
                now,
                attempt,
                false,
                attempts + 1,
                byCall ? provoked + 1 : provoked,
                false,
                connects,
                lastError,
                lastWords,
                now);
    }

    Phase ready(Instant now) {
        return new Phase(
                UpstreamState.READY, now, connection, false, 0, 0, false, connects + 1, lastError, lastWords, now);
    }

    /** Connected by request, before anything new was known. */
    Phase lost(String reason, Instant now, Instant next) {
        return lost(reason, lastWords, now, next);
    }

    /** A caller wants the server before the back-off would try it again. */
    Phase wanted(Instant now) {
        return new Phase(
                UpstreamState.JOINING,
                now,
                connection,
                true,
                attempts,
                provoked,
                true,
                connects,
                lastError.or(() -> Optional.of("ended")),
                lastWords,
                now);
    }

    Phase lost(String reason, String words, Instant now, Instant next) {
        UpstreamState after = next.equals(now) ? UpstreamState.JOINING : UpstreamState.WAITING;
        return new Phase(
                after,
                now,
                connection,
                true,
                attempts,
                provoked,
                false,
                connects,
                Optional.of(SHOWN.text(reason)),
                words,
                next);
    }

    Phase stopped(Instant now) {
        return new Phase(
                UpstreamState.STOPPED,
                now,
                connection,
                true,
                attempts,
                provoked,
                false,
                connects,
                lastError,
                lastWords,
                now);
    }

    /** Why the last connection ended, with all that is known. */
    Optional<String> shownError() {
        return lastError.map(reason -> lastWords.isEmpty() ? reason : reason + "; its stderr ended with: " + lastWords);
    }
}
