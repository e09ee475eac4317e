package io.mehari.upstream.replica;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;

/**
 * A request of a caller, as it is sent to whichever replica is chosen.
 *
 * @param method of the request
 * @param params of the request, to be read only
 * @param headers of the caller
 * @param progress notified of progress
 * @param client who may be asked and notified
 */
record ReplicatedRequest(
        String method, ObjectNode params, ClientHeaders headers, ProgressListener progress, Client client) {
    /** The tool that is called; null if none is. */
    String tool() {
        return method.equals(McpMethod.TOOLS_CALL) ? params.path("name").asText() : null;
    }

    UpstreamCall sendTo(Upstream upstream) {
        return upstream.request(method, params, headers, progress, client);
    }
}
