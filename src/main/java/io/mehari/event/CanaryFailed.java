package io.mehari.event;

import java.time.Instant;

/**
 * Route files that had just begun to serve failed at more calls than those before.
 *
 * @param generation number of the generation that was made of them
 * @param fingerprint SHA-256 over names and contents of the files
 * @param reason how many calls failed, and how many before
 * @param returned whether the files before serve again
 * @param at when that was found
 */
public record CanaryFailed(int generation, String fingerprint, String reason, boolean returned, Instant at)
        implements ReloadEvent {}
