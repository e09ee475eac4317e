package io.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Answers what servers ask of their client: {@code elicitation/create}, {@code sampling/createMessage}, {@code
 * roots/list} and whatever else. {@code ping} is answered before. Safe for concurrent use, called on the threads of
 * connections: must not block.
 */
public interface ServerRequestHandler {
    /** Offers nothing: whatever is asked is declined as the protocol says. */
    ServerRequestHandler NONE = (upstream, method, params) -> Optional.empty();

    /**
     * Takes a request of a server, or leaves it to be declined.
     *
     * @param upstream who asks
     * @param method of the request, such as {@code sampling/createMessage}; text of the server's choosing
     * @param params of the request; an empty object if it has none
     * @return empty if the request is to be declined; otherwise ends with the {@code result} object. If it ends
     *     exceptionally, the server is answered an internal error without a reason
     */
    Optional<CompletableFuture<ObjectNode>> answer(Upstream upstream, String method, ObjectNode params);

    /**
     * The client capabilities declared to servers in {@code initialize}: exactly those this handler has.
     *
     * @return a new object, which the caller may change
     */
    default ObjectNode capabilities() {
        return Json.object();
    }
}
