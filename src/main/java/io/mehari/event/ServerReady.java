package io.mehari.event;

import java.time.Instant;

/**
 * A server is connected, for the first time or again: calls to it are sent.
 *
 * @param server its name
 * @param tools number of its tools
 * @param at when it became ready
 */
public record ServerReady(String server, int tools, Instant at) implements ChangeEvent {}
