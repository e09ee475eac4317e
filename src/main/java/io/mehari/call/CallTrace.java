package io.mehari.call;

import java.net.URI;

/** The span of one call, from its arrival to its outcome. Safe for concurrent use; no method waits or throws. */
public interface CallTrace {
    /**
     * The trace that the call belongs to.
     *
     * @return 32 hexadecimal digits (W3C Trace Context, section 3.2.2.3)
     */
    String traceId();

    /**
     * One attempt at a server begins.
     *
     * @param server name of the server
     * @param tool name of the tool there
     * @param url where the server is; null for a process
     * @return its span, to be ended once
     */
    AttemptTrace attempt(String server, String tool, URI url);

    /**
     * The call, or an attempt of it, has failed.
     *
     * @param category of the failure
     * @param recovery what came of its recovery, in a word
     * @param route the recovery route; empty for none
     * @param resent how often the call was sent again
     */
    void failed(String category, String recovery, String route, int resent);

    /**
     * The call has ended. Only the first time has an effect.
     *
     * @param result how; null if the gateway itself failed
     */
    void ended(ToolCallResult result);
}
