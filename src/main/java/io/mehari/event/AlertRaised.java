package io.mehari.event;

import java.time.Instant;

/**
 * Something needs attention. Published once when it begins, and once more for each rise of its severity; not while it
 * lasts.
 *
 * @param key what it is about: a kind ({@code cpu}) or kind and subject ({@code error-rate:files})
 * @param severity how urgent it is
 * @param text one sentence: what is wrong, with its figures
 * @param remedy one sentence: what to do about it; may be empty
 * @param at when it was raised
 */
public record AlertRaised(String key, AlertSeverity severity, String text, String remedy, Instant at)
        implements GatewayEvent {}
