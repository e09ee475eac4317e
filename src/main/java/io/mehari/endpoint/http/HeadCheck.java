package io.mehari.endpoint.http;

/**
 * Decides about a request when its headers are there, for the ingress routes at and below a path: before a body is
 * awaited, held or asked for by {@code 100 Continue} (RFC 9110, section 10.1.1). Implementations are safe for
 * concurrent use and do not block.
 */
@FunctionalInterface
public interface HeadCheck {
    /** Lets every request in. */
    HeadCheck NONE = head -> null;

    /**
     * Whose requests it decides about.
     *
     * @param path of an ingress route: begins with a slash and does not end with one; empty for the route that serves all
     * @return true by default for the route that serves all
     */
    default boolean decidesAt(String path) {
        return path.isEmpty();
    }

    /**
     * Decides about one request.
     *
     * @param head the request; its body is empty still. {@link Request#keep} spares its route to decide again
     * @return the response that refuses it; null to let it in
     */
    Response refusal(Request head);
}
