package io.mehari.replay;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.InputRequired;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetterReplaySettings;
import io.mehari.deadletter.ReplayEnd;
import io.mehari.redaction.Redaction;
import java.time.Instant;
import java.util.Optional;

/**
 * What is written down of a replay. A letter is done when the tool has answered, be it with an error of its own. Safe for
 * concurrent use.
 *
 * @param redaction replaces secrets in messages
 * @param settings pauses between replays
 */
record ReplayEnds(Redaction redaction, DeadLetterReplaySettings settings) {
    /** The record of a result. */
    ReplayEnd of(DeadLetter letter, String requestId, ToolCallResult result, Instant now) {
        boolean answered = result instanceof Success || result instanceof ToolError;
        Optional<Instant> next = answered
                ? Optional.empty()
                : Optional.of(now.plus(settings.pause(letter.replays().attempts())));
        return new ReplayEnd(
                requestId,
                now,
                result.outcome(),
                redaction.text(result instanceof Success ? "The tool answered" : result.message()),
                answered,
                mayHaveRun(result),
                next);
    }

    private static boolean mayHaveRun(ToolCallResult result) {
        return result instanceof Success
                || result instanceof ToolError
                || result instanceof InputRequired
                || result instanceof Failed failed && failed.outcome() != Outcome.UNAVAILABLE;
    }
}
