package io.mehari.event;

import java.time.Instant;

/**
 * Calls have failed in a way that was not known before.
 *
 * @param id of the remembered error
 * @param template text of the failure without what differs each time
 * @param category of the failure
 * @param server whose call it was
 * @param tool of that call
 * @param at when the call failed
 */
public record ErrorLearned(String id, String template, String category, String server, String tool, Instant at)
        implements GatewayEvent {}
