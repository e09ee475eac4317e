package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.JsonRpcMessage;

/** A request of ours that waits for its answer. Each ends once; what comes later is ignored. */
public interface PendingRequest {
    /**
     * The answer came.
     *
     * @param answer a response, an error response or an invalid message that bears the request's id
     */
    void answered(JsonRpcMessage answer);

    /**
     * The answer came and cannot be read.
     *
     * @param reason to stand behind "sent an answer that"
     */
    void unreadable(String reason);

    /**
     * The request failed for a reason of its own, while the connection goes on.
     *
     * @param failure which outcome that is
     */
    void failed(RequestFailure failure);

    /**
     * A {@code notifications/progress} of this request came.
     *
     * @param params of the notification; read only
     */
    void progressed(ObjectNode params);

    /**
     * The connection takes nothing more; what was sent may still be answered.
     *
     * @param loss why it ends
     */
    void closing(ConnectionLoss loss);

    /**
     * No answer will come any more.
     *
     * @param loss why the connection ended
     */
    void lost(ConnectionLoss loss);
}
