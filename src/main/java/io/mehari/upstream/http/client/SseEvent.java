package io.mehari.upstream.http.client;

import java.nio.charset.StandardCharsets;

/**
 * One event of an event stream.
 *
 * @param type {@code message} unless the server named another
 * @param bytes the lines of data as they came, joined by line feeds; empty for an event that only carries an id; not changed
 */
@SuppressWarnings("java:S6218") // events are not compared
public record SseEvent(String type, byte[] bytes) {
    /** The type of events that name none. */
    public static final String MESSAGE = "message";

    /** The data as text. */
    public String data() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether it has no data. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }
}
