package io.mehari.deadletter;

import java.time.Instant;
import java.util.List;

/**
 * Which letters are to be replayed by themselves: waiting, whole, surely never run.
 *
 * @param now letters whose next replay is due by then
 * @param latest nothing is put off beyond that: what stands later is from before the clock was set back, and due
 * @param firstBefore letters without a replay so far are due if they are older
 * @param newerThan letters that are older are left to people
 * @param mostAttempts letters with as many replays are left to people
 * @param servers their servers are among these
 * @param categories their categories are among these; empty for any
 * @param limit most letters
 */
public record DueLetters(
        Instant now,
        Instant latest,
        Instant firstBefore,
        Instant newerThan,
        int mostAttempts,
        List<String> servers,
        List<String> categories,
        int limit) {}
