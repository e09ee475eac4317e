package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.lifecycle.RequestFailedException;
import java.util.concurrent.CompletableFuture;

/** Sends requests of the gateway's own. */
@FunctionalInterface
interface Requests {
    /** Sends one; the future ends with its result or with a {@link RequestFailedException}, within a bound. */
    CompletableFuture<ObjectNode> send(String method, ObjectNode params);
}
