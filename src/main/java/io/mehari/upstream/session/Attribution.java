package io.mehari.upstream.session;

import io.mehari.protocol.McpMethod;
import io.mehari.upstream.lifecycle.PendingCall;
import io.mehari.upstream.lifecycle.PendingRequest;
import java.util.Map;

/**
 * The call to which a message of the server belongs: that on whose response it comes; where all calls share one channel
 * the only one in flight, and of several of one client the latest begun. That the gateway sets the level of log messages
 * meanwhile is no call of anybody.
 *
 * @param call null if there is none, or nobody knows which
 * @param open false if nobody can know: calls of several clients are in flight, or the one it belonged to has ended
 */
record Attribution(PendingCall call, boolean open) {
    /** The message came on a channel that all calls share. */
    static final long SHARED = -1;

    private static final Attribution OF_NO_CALL = new Attribution(null, true);
    private static final Attribution UNKNOWN = new Attribution(null, false);

    /**
     * Looks for the call.
     *
     * @param pending requests that wait for an answer, by id; ids grow
     * @param origin id of the request on whose response the message came, or {@link #SHARED}
     */
    static Attribution of(Map<Long, PendingRequest> pending, long origin) {
        return origin >= 0 ? ofResponse(pending.get(origin)) : ofShared(pending);
    }

    private static Attribution ofResponse(PendingRequest request) {
        if (request == null) {
            return UNKNOWN;
        }
        return request instanceof PendingCall call && isOfCaller(call) ? new Attribution(call, true) : OF_NO_CALL;
    }

    private static Attribution ofShared(Map<Long, PendingRequest> pending) {
        PendingCall latest = null;
        for (PendingRequest request : pending.values()) {
            if (request instanceof PendingCall call && isOfCaller(call)) {
                if (latest != null && !isOfOneClient(latest, call)) {
                    return UNKNOWN;
                }
                latest = latest == null || call.id() > latest.id() ? call : latest;
            }
        }
        return latest == null ? OF_NO_CALL : new Attribution(latest, true);
    }

    private static boolean isOfCaller(PendingCall call) {
        return !call.method().equals(McpMethod.LOGGING_SET_LEVEL);
    }

    /** Callers that have no name may be anybody. */
    private static boolean isOfOneClient(PendingCall one, PendingCall other) {
        String key = one.client().key();
        return !key.isEmpty() && key.equals(other.client().key());
    }
}
