package io.mehari.endpoint.mcp.legacy;

import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.ErrorCode;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Opens the streams that answer a GET: a new one, or one that the client takes up again. Stateless. */
final class Streams {
    private static final int NOT_ACCEPTABLE = 406;

    CompletableFuture<Response> open(Session session, Request request) {
        if (request.isHead()) {
            return CompletableFuture.completedFuture(Response.empty(
                    HttpResponseStatus.METHOD_NOT_ALLOWED, Map.of("allow", "DELETE, GET, OPTIONS, POST")));
        }
        if (!request.accepts("text/event-stream") && !request.accepts("*/*")) {
            throw new McpErrorException(
                    NOT_ACCEPTABLE,
                    ErrorCode.INVALID_REQUEST,
                    "A GET is answered by a stream of events: send Accept: text/event-stream",
                    null,
                    Map.of());
        }
        Attachment attachment = new Attachment(request);
        String last = request.header("last-event-id");
        if (last == null || last.isBlank()) {
            session.listen(attachment);
        } else {
            resume(
                    session,
                    attachment,
                    EventId.of(last.strip()).filter(session::mayHaveSent).orElseThrow(Streams::unknown));
        }
        if (session.isEnded()) {
            attachment.end();
        }
        return attachment.response();
    }

    private static void resume(Session session, Attachment attachment, EventId last) {
        if (last.isOfListening()) {
            session.listenAs(last.stream(), attachment, session.store().after(last));
            return;
        }
        Optional<Outbox> call = session.call(last.stream());
        if (call.isPresent() && call.get().resume(attachment, session.store(), last)) {
            attachment.request().channel().onDisconnect(() -> call.get().left(attachment));
            return;
        }
        List<EventStore.Event> missed = session.store().after(last);
        if (missed.isEmpty()) {
            throw unknown();
        }
        attachment.replay(missed);
    }

    private static McpErrorException unknown() {
        return McpErrorException.badRequest(
                ErrorCode.INVALID_REQUEST,
                "Last-Event-ID names no event of this session after which anything is kept: send the request again, or"
                        + " open a stream without this header",
                null);
    }
}
