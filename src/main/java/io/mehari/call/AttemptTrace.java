package io.mehari.call;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The span of one attempt at a server. Safe for concurrent use; no method waits or throws. */
public interface AttemptTrace {
    /**
     * The headers of the attempt, for a server behind a url.
     *
     * @param headers those of the caller that go on
     * @return with {@code traceparent} and, if there is one, {@code tracestate} of this span in the place of the caller's
     */
    ClientHeaders onto(ClientHeaders headers);

    /**
     * The {@code _meta} of the attempt.
     *
     * @param meta that of the caller, which is not changed; null for none
     * @return with {@code traceparent} and, if there is one, {@code tracestate} of this span in the place of the caller's
     */
    ObjectNode onto(ObjectNode meta);

    /**
     * The attempt has ended.
     *
     * @param result how; null if the gateway itself failed
     */
    void ended(ToolCallResult result);
}
