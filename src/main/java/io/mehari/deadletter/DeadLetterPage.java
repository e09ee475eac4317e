package io.mehari.deadletter;

import java.util.List;
import java.util.Optional;

/**
 * A part of the list of dead letters.
 *
 * @param entries newest first
 * @param next id before which the list goes on; empty if this is its end
 */
public record DeadLetterPage(List<DeadLetter> entries, Optional<String> next) {
    /** A page that cannot be changed afterwards. */
    public DeadLetterPage {
        entries = List.copyOf(entries);
    }
}
