package io.mehari.event;

import java.time.Instant;

/**
 * A call that failed is kept durably. Told once it is.
 *
 * @param id of the dead letter
 * @param server name of the upstream, as the caller gave it
 * @param tool name of the tool, as the caller gave it
 * @param outcome code of the outcome, such as {@code timed_out}
 * @param category of the failure
 * @param at when it was kept
 */
public record DeadLetterAdded(String id, String server, String tool, String outcome, String category, Instant at)
        implements GatewayEvent {}
