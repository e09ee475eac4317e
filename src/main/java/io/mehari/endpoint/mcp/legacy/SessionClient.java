package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientErrorException;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import java.util.concurrent.CompletableFuture;

/**
 * The client of a session as servers turn to it during one call: on the stream of that call, or on one that the client
 * listens to when the call's is gone. Safe for concurrent use.
 */
final class SessionClient implements Client {
    private final Session session;
    private final Outlet outlet;

    SessionClient(Session session, Outlet outlet) {
        this.session = session;
        this.outlet = outlet;
    }

    @Override
    public String key() {
        return session.key();
    }

    @Override
    public ObjectNode capabilities() {
        return session.negotiated().capabilities().deepCopy();
    }

    @Override
    public boolean isAsked() {
        return !session.negotiated().capabilities().isEmpty();
    }

    @Override
    public CompletableFuture<ObjectNode> ask(String server, String method, ObjectNode params) {
        if (!session.negotiated().offers(method)) {
            return CompletableFuture.failedFuture(ClientErrorException.notOffered(method));
        }
        return session.questions().ask(there(), method, params);
    }

    @Override
    public void notified(String server, String method, ObjectNode params) {
        if (!method.equals(McpMethod.MESSAGE) || session.wants(params)) {
            Outlet there = outlet.isFinished() ? session.listening() : outlet;
            there.send(JsonRpcMessage.notification(method, params));
        }
    }

    private Outlet there() {
        return !outlet.isFinished() && outlet.isAttached()
                        || !session.listening().isAttached()
                ? outlet
                : session.listening();
    }
}
