package io.mehari.event;

import java.time.Instant;

/**
 * Route files cannot be run; those before go on serving.
 *
 * @param reason file, place and reason, without secrets
 * @param at when they were refused
 */
public record RoutesRefused(String reason, Instant at) implements ReloadEvent {}
