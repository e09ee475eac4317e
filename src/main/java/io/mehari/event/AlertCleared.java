package io.mehari.event;

import java.time.Duration;
import java.time.Instant;

/**
 * What an alert was about is over: its notice of recovery.
 *
 * @param key key of the {@link AlertRaised}
 * @param severity highest severity that it had
 * @param text text of the alert
 * @param lasted from the first raising to the clearing
 * @param at when it was cleared
 */
public record AlertCleared(String key, AlertSeverity severity, String text, Duration lasted, Instant at)
        implements GatewayEvent {}
