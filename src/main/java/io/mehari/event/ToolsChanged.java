package io.mehari.event;

import java.time.Instant;

/**
 * The tools of a server differ from those known before.
 *
 * @param server its name
 * @param tools how many there are now
 * @param at when the list was read
 */
public record ToolsChanged(String server, int tools, Instant at) implements ChangeEvent {}
