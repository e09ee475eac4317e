package io.mehari.event;

import java.time.Instant;

/**
 * Other route files serve than before.
 *
 * @param generation number of the generation that was made of them
 * @param fingerprint SHA-256 over names and contents of the files
 * @param routes how many routes it has, those of servers included
 * @param at when it began to serve
 */
public record RoutesChanged(int generation, String fingerprint, int routes, Instant at) implements ReloadEvent {}
