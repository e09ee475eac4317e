package io.mehari.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

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
     * Where several connections serve as one server: which were tried within this attempt. Those that refused get spans of
     * their own. To be told before the end.
     *
     * @param tries in their order
     */
    void tried(List<ReplicaTry> tries);

    /**
     * The attempt has ended.
     *
     * @param result how; null if the gateway itself failed
     */
    void ended(ToolCallResult result);
}
