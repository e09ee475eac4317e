package io.mehari.event;

import java.time.Instant;

/**
 * Somebody has recorded what helped against an error.
 *
 * @param id of the remembered error
 * @param template text of the error without what differs each time
 * @param by who recorded it
 * @param at when
 */
public record SolutionRecorded(String id, String template, String by, Instant at) implements GatewayEvent {}
