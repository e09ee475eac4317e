package io.mehari.endpoint.rest;

import java.util.Map;

/**
 * A request that is not served, for a reason that is no outcome of a tool call.
 *
 * @param problem what is wrong
 * @param message cause and remedy
 * @param headers response headers that belong to it
 */
record Rejection(Problem problem, String message, Map<String, String> headers) {
    static Rejection of(Problem problem, String message) {
        return new Rejection(problem, message, Map.of());
    }
}
