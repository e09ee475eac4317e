package io.mehari.event;

import java.time.Instant;
import java.util.List;

/**
 * Other values of the configuration hold than before: of settings, error patterns, known errors, the list of servers.
 *
 * @param keys paths of the values that differ, such as {@code mehari.cache.max-entries}; the first fifty, then how many more
 * @param waiting paths of values that are others than at the start and take effect with a restart
 * @param at when they began to hold
 */
public record SettingsChanged(List<String> keys, List<String> waiting, Instant at) implements ReloadEvent {}
