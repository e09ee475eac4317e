package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.JsonRpcMessage;

/** A request of ours that waits for its answer. Each ends once; what comes later is ignored. */
public interface Pending {
    /** The answer: a response, an error response or an invalid message that bears the request's id. */
    void answered(JsonRpcMessage answer);

    /** The answer came and cannot be read. */
    void unreadable(String reason);

    /** The request failed for a reason of its own, while the connection goes on. */
    void failed(Fault fault);

    /** A {@code notifications/progress} of this request. */
    void progressed(ObjectNode params);

    /** The connection takes nothing more; what was sent may still be answered. */
    void closing(Loss loss);

    /** No answer will come any more. */
    void lost(Loss loss);
}
