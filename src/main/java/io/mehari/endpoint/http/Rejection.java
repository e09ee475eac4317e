package io.mehari.endpoint.http;

import java.util.Map;

/**
 * A request that is not served, for a reason that is no outcome of a tool call.
 *
 * @param problem what is wrong
 * @param message cause and remedy
 * @param headers response headers that belong to it
 */
public record Rejection(RejectionReason problem, String message, Map<String, String> headers) {
    public static Rejection of(RejectionReason problem, String message) {
        return new Rejection(problem, message, Map.of());
    }
}
