package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests of the server: {@code ping} is answered, everything else declined, since the gateway announced no
 * capabilities. Safe for concurrent use.
 */
final class ServerRequests {
    private static final Logger LOG = LoggerFactory.getLogger(ServerRequests.class);
    private static final int MAX_REPORTED = 100;
    private static final int MAX_NAME = 100;

    private final String server;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    ServerRequests(String server) {
        this.server = server;
    }

    /** The message that answers this request. */
    ObjectNode answer(JsonRpcMessage request) {
        String method = request.method();
        if (method.equals(McpMethod.PING)) {
            return JsonRpcMessage.response(request.id(), Json.object());
        }
        String name = method.length() > MAX_NAME ? method.substring(0, MAX_NAME) : method;
        report(name);
        return JsonRpcMessage.errorResponse(
                request.id(), ErrorCode.METHOD_NOT_FOUND, "The gateway does not offer " + name);
    }

    private void report(String method) {
        if (reported.size() < MAX_REPORTED && reported.add(method)) {
            LOG.warn(
                    "Upstream {} asked for {}, which the gateway does not offer; declined, now and later",
                    server,
                    method.replaceAll("\\p{Cntrl}", "?"));
        }
    }
}
