package io.mehari.deadletter;

import io.mehari.call.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * How a replay ended.
 *
 * @param requestId of its claim
 * @param at when it ended
 * @param outcome how
 * @param message one sentence; cut to {@value #MAX_MESSAGE} characters
 * @param answered whether the letter is done
 * @param mayHaveRun whether the tool may have run
 * @param next when it is due again by itself; empty if that is not decided
 */
public record ReplayEnd(
        String requestId,
        Instant at,
        Outcome outcome,
        String message,
        boolean answered,
        boolean mayHaveRun,
        Optional<Instant> next) {
    /** Longest message kept, in characters. */
    static final int MAX_MESSAGE = 500;

    /** Keeps what a database takes. */
    public ReplayEnd {
        message = StorableText.of(message, MAX_MESSAGE);
    }
}
