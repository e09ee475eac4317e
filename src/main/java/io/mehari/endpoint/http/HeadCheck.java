package io.mehari.endpoint.http;

/**
 * Decides about a request of the ingress route that serves all paths when its headers are there: before a body is
 * awaited, held or asked for by {@code 100 Continue} (RFC 9110, section 10.1.1). Implementations are safe for
 * concurrent use and do not block.
 */
@FunctionalInterface
public interface HeadCheck {
    /** Lets every request in. */
    HeadCheck NONE = head -> null;

    /**
     * Decides about one request.
     *
     * @param head the request; its body is empty still. {@link Request#keep} spares its route to decide again
     * @return the response that refuses it; null to let it in
     */
    Response refusal(Request head);
}
