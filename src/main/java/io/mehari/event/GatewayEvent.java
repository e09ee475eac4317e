package io.mehari.event;

/**
 * Something that has happened in the gateway. Implementations are immutable records named in the past tense; each
 * says when it happened.
 */
public interface GatewayEvent {}
