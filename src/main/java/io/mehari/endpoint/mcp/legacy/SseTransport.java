package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.endpoint.mcp.message.JsonRpcResponses;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.message.McpHandler;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Serves clients of version 2024-11-05 by HTTP+SSE: a GET opens the stream on which everything comes that the gateway has
 * to say, and each message of the client is a POST of its own to the address that the stream names first. The session is
 * as long as the stream. Safe for concurrent use.
 */
final class SseTransport implements McpHandler {
    private static final String STREAM = "sse";
    /** Parameter of the address for messages. */
    static final String SESSION = "sessionId";

    private final Sessions sessions;
    private final SessionServices services;
    private final LegacyMethods methods;
    private final String messages;

    /**
     * The transport.
     *
     * @param root path at which a proxy shows the gateway: the address for messages begins with it
     */
    SseTransport(Sessions sessions, SessionServices services, LegacyMethods methods, RootPath root) {
        this.sessions = sessions;
        this.services = services;
        this.methods = methods;
        this.messages = root.path() + "/messages?" + SESSION + "=";
    }

    @Override
    public CompletableFuture<Response> handle(McpExchange exchange) {
        RequestTarget target = RequestTarget.parse(exchange.request().target());
        boolean stream = target.segments().get(0).equals(STREAM);
        HttpMethod served = stream ? HttpMethod.GET : HttpMethod.POST;
        if (!exchange.request().method().equals(served) || exchange.request().isHead()) {
            return CompletableFuture.completedFuture(Response.empty(
                    HttpResponseStatus.METHOD_NOT_ALLOWED, Map.of("allow", served.name() + ", OPTIONS")));
        }
        if (stream) {
            return open(exchange);
        }
        take(session(target, exchange), exchange);
        return CompletableFuture.completedFuture(JsonRpcResponses.accepted());
    }

    private CompletableFuture<Response> open(McpExchange exchange) {
        Session session = sessions.begin(exchange, false);
        Attachment attachment = new Attachment(exchange.request());
        session.listenAs(EventId.LISTENING + "1", attachment, List.of());
        attachment.send("endpoint", json -> json.writeRaw(messages + session.id()));
        exchange.request().channel().onDisconnect(() -> {
            attachment.end();
            sessions.end(session);
        });
        attachment.response().whenComplete((response, failure) -> sessions.end(session));
        return attachment.response();
    }

    private Session session(RequestTarget target, McpExchange exchange) {
        String id = target.parameter(SESSION)
                .orElseThrow(() -> McpErrorException.badRequest(
                        ErrorCode.INVALID_REQUEST,
                        "sessionId is missing: open a stream with GET /sse, and POST to the address in its first event",
                        null));
        return sessions.find(id)
                .filter(found ->
                        !found.isResumable() && found.isOf(exchange.context().caller(), found.view()))
                .orElseThrow(Session::unknown);
    }

    private void take(Session session, McpExchange exchange) {
        if (!(exchange.body() instanceof ObjectNode tree)) {
            throw McpErrorException.badRequest(
                    ErrorCode.INVALID_REQUEST, "The body must be one JSON-RPC message, a JSON object", null);
        }
        JsonRpcMessage message = JsonRpcMessage.of(tree);
        if (message.kind() != JsonRpcMessage.Kind.REQUEST) {
            Posts.take(session, message);
        } else if (message.method().equals(McpMethod.INITIALIZE)) {
            Handshake.check(message);
            ObjectNode about = services.about().apply(session.view());
            answer(session, Answer.result(message.id(), Handshake.agree(session, message, about)));
            session.subscriptions().hearOfLists();
        } else {
            methods.run(session, message, exchange, session.listening()).thenAccept(answer -> answer(session, answer));
        }
    }

    /** An answer cannot be left out: a client that does not read its stream loses it. */
    private void answer(Session session, Answer answer) {
        if (answer != null && !session.listening().send(answer.message())) {
            sessions.end(session);
        }
    }
}
