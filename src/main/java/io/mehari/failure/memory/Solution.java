package io.mehari.failure.memory;

import java.time.Instant;

/**
 * How an error was solved, as an operator has recorded it.
 *
 * @param text what helped; may be empty where a known error is named
 * @param knownError id of the known error that it is; empty if it is none
 * @param by name of the key of whoever recorded it
 * @param at when
 */
public record Solution(String text, String knownError, String by, Instant at) {
    /** Longest text, in characters. */
    public static final int MAX_TEXT = 4000;
}
