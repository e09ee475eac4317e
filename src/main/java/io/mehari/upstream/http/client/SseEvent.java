package io.mehari.upstream.http.client;

/**
 * One event of an event stream.
 *
 * @param type {@code message} unless the server named another
 * @param data the lines of data, joined by line feeds; empty for an event that only carries an id
 */
public record SseEvent(String type, String data) {}
