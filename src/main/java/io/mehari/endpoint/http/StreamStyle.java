package io.mehari.endpoint.http;

import java.util.Map;
import java.util.function.Supplier;

/**
 * How a protocol uses a stream of events as its response.
 *
 * @param headers headers of the response besides those that every response has, their names in lower case
 * @param last name of the last event, which holds the {@link Response} that the ingress route leaves
 * @param lastId gives the id of that event; null for none
 */
public record StreamStyle(Map<String, String> headers, String last, Supplier<String> lastId) {
    /** Progress, then the result: what REST sends. */
    public static final StreamStyle RESULT = new StreamStyle(Map.of("cache-control", "no-cache"), "result", () -> null);
}
