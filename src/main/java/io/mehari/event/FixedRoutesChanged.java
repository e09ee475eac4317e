package io.mehari.event;

import java.time.Instant;

/**
 * Other files of {@code endpoint/} and {@code maintenance/} run than before: routes that receive requests, clocks, and what
 * takes messages by itself.
 *
 * @param set number of the set of routes that was made of them
 * @param fingerprint SHA-256 over names and contents of the files
 * @param routes how many routes it has
 * @param at when it began to run
 */
public record FixedRoutesChanged(int set, String fingerprint, int routes, Instant at) implements ReloadEvent {}
