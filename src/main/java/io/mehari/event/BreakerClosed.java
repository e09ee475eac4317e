package io.mehari.event;

import java.time.Instant;

/**
 * The circuit breaker of a tool has closed after it had been open: its calls are sent again. The breaker of a tool
 * that is removed does not close.
 *
 * @param server name of the upstream
 * @param tool name of the tool
 * @param at when it closed
 */
public record BreakerClosed(String server, String tool, Instant at) implements ChangeEvent {}
