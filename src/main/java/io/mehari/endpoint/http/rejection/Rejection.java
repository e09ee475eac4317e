package io.mehari.endpoint.http.rejection;

import java.util.Map;

/**
 * Why a request is rejected that has not become a tool call.
 *
 * @param reason decides status and code
 * @param message cause and remedy, for people
 * @param headers response headers that belong to it; may be empty
 */
public record Rejection(RejectionReason reason, String message, Map<String, String> headers) {
    /**
     * A rejection without headers of its own.
     *
     * @param reason decides status and code
     * @param message cause and remedy, for people
     * @return never null
     */
    public static Rejection of(RejectionReason reason, String message) {
        return new Rejection(reason, message, Map.of());
    }
}
