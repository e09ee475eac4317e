package io.mehari.event;

import java.time.Instant;
import java.util.Optional;

/**
 * The connection to a server that was ready is gone. Not published for a server that is stopped deliberately.
 *
 * @param server its name
 * @param reason what went wrong, where it is known
 * @param at when the loss was noticed
 */
public record ServerLost(String server, Optional<String> reason, Instant at) implements ChangeEvent {}
