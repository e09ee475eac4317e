package io.mehari.deadletter;

import java.time.Duration;
import java.time.Instant;

/**
 * The right to make the call of one dead letter once more, which one worker has at a time.
 *
 * @param requestId id of the replay's request: what is reported under it is the claimer's
 * @param caller who asked for it
 * @param at when it begins
 * @param until when it has ended for sure: if nothing was reported by then, the worker is gone and may have run the call
 */
public record ReplayClaim(String requestId, String caller, Instant at, Instant until) {
    /**
     * The same for as long, by another clock.
     *
     * @param now when it begins by that clock
     */
    ReplayClaim from(Instant now) {
        return new ReplayClaim(requestId, caller, now, now.plus(Duration.between(at, until)));
    }
}
