package io.mehari.deadletter;

import io.mehari.call.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * How often the call of a dead letter was made once more, and what came of it.
 *
 * @param state where the letter stands
 * @param mayHaveRun whether the tool may have run, by the first call or by a replay
 * @param attempts replays that were begun
 * @param last the last one; empty if there was none
 * @param next when it is due by itself; empty if that is not decided
 */
public record Replays(
        LetterState state, boolean mayHaveRun, int attempts, Optional<Last> last, Optional<Instant> next) {
    /**
     * One replay.
     *
     * @param requestId id of its request, as in the log and in events
     * @param caller who asked for it
     * @param at when it ended; while it runs, when it began
     * @param outcome how it ended; empty while it runs, and if the process ended meanwhile
     * @param message one sentence on its end
     */
    public record Last(String requestId, String caller, Instant at, Optional<Outcome> outcome, String message) {}

    /**
     * What holds for a letter that has just been written.
     *
     * @param outcome of the call; {@link Outcome#UNAVAILABLE} alone says that nothing ran
     * @return waiting
     */
    static Replays none(Outcome outcome) {
        return new Replays(LetterState.WAITING, outcome != Outcome.UNAVAILABLE, 0, Optional.empty(), Optional.empty());
    }
}
