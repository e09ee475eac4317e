package io.mehari.event;

import java.time.Instant;
import java.util.Optional;

/**
 * A server answers better or worse than before.
 *
 * @param server its name
 * @param from state before: {@code online}, {@code degraded} or {@code offline}
 * @param to state now
 * @param reason why it is not online, where it is known
 * @param at when it was noticed
 */
public record ServerHealthChanged(String server, String from, String to, Optional<String> reason, Instant at)
        implements ChangeEvent {}
