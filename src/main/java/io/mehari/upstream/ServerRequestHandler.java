package io.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Answers what servers ask of their client: {@code elicitation/create}, {@code sampling/createMessage}, {@code
 * roots/list} and whatever else. {@code ping} is answered before. Safe for concurrent use, called on the threads of
 * connections: must not block.
 */
public interface ServerRequestHandler {
    /** How long a server's question may stay open where nothing is configured: as long as a person may take. */
    Duration QUESTION_LIMIT = Duration.ofMinutes(10);

    /** Offers nothing: whatever is asked is declined as the protocol says. */
    ServerRequestHandler NONE = (upstream, method, params) -> Optional.empty();

    /**
     * Takes a request of a server, or leaves it to be declined.
     *
     * @param upstream who asks
     * @param method of the request, such as {@code sampling/createMessage}; text of the server's choosing
     * @param params of the request; an empty object if it has none
     * @return empty if the request is to be declined; otherwise ends with the {@code result} object. If it ends
     *     with a {@link io.mehari.call.ClientErrorException}, that is what the server is answered; any other failure
     *     is answered by an internal error without a reason
     */
    Optional<CompletableFuture<ObjectNode>> answer(Upstream upstream, String method, ObjectNode params);

    /**
     * Whether what was declared to the server covers a request of it.
     *
     * @param method of the request
     * @return false for what the gateway does not know
     */
    default boolean declares(String method) {
        return capabilityFor(method).filter(capabilities()::has).isPresent();
    }

    /**
     * The client capability that covers a request of a server.
     *
     * @param method of the request
     * @return empty for what clients are not asked
     */
    static Optional<String> capabilityFor(String method) {
        return switch (method) {
            case McpMethod.ELICITATION_CREATE -> Optional.of("elicitation");
            case McpMethod.SAMPLING_CREATE_MESSAGE -> Optional.of("sampling");
            case McpMethod.ROOTS_LIST -> Optional.of("roots");
            default -> Optional.empty();
        };
    }

    /** {@return how long a question may stay open: then the server is answered an error, and the call it belongs to is cancelled} */
    default Duration questionLimit() {
        return QUESTION_LIMIT;
    }

    /** {@return a new object of the client capabilities declared to servers in {@code initialize}: those this handler has} */
    default ObjectNode capabilities() {
        return Json.object();
    }
}
