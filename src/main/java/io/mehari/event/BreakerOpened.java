package io.mehari.event;

import java.time.Instant;

/**
 * The circuit breaker of a tool has opened: its calls fail without being sent. Published once until the breaker
 * closes, however many trial calls fail in between.
 *
 * @param server name of the upstream
 * @param tool name of the tool
 * @param at when it opened
 */
public record BreakerOpened(String server, String tool, Instant at) implements ChangeEvent {}
