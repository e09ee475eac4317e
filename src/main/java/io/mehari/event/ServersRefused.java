package io.mehari.event;

import java.time.Instant;

/**
 * A changed list of servers is not used; the servers before go on.
 *
 * @param reason file, places and reasons, without secrets
 * @param at when it was refused
 */
public record ServersRefused(String reason, Instant at) implements ReloadEvent {}
