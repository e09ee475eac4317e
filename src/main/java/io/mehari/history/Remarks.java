package io.mehari.history;

import java.time.Instant;
import java.util.List;

/**
 * What is to be recorded of a change besides its files.
 *
 * @param at when
 * @param author who
 * @param problems why it is refused, or what is left out of it
 * @param effective what runs after it
 * @param home where the files are
 */
public record Remarks(Instant at, Author author, List<String> problems, Effective effective, String home) {}
