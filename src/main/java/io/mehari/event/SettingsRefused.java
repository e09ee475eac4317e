package io.mehari.event;

import java.time.Instant;

/**
 * Changed files of the configuration are not used; what was before goes on to hold.
 *
 * @param reason files, places and reasons, without secrets
 * @param at when it was refused
 */
public record SettingsRefused(String reason, Instant at) implements ReloadEvent {}
