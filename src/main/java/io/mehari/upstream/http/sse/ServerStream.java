package io.mehari.upstream.http.sse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.upstream.http.client.BoundedBody;
import io.mehari.upstream.http.client.CurrentExchange;
import io.mehari.upstream.http.client.HttpErrors;
import io.mehari.upstream.http.client.HttpFailure;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.http.client.IncomingTexts;
import io.mehari.upstream.http.client.Origins;
import io.mehari.upstream.http.client.SseEvent;
import io.mehari.upstream.http.client.SseParser;
import io.mehari.upstream.lifecycle.RequestFailure;
import io.mehari.upstream.session.BrokenAnswer;
import io.mehari.upstream.session.RequestIds;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event stream of a connection: the address for messages first, then every message of the server. */
final class ServerStream implements HttpReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(ServerStream.class);

    private final SseConnection connection;
    private final SseParser events;
    private final IncomingTexts texts;
    private final BoundedBody body = BoundedBody.ofError();
    private final CurrentExchange exchange = new CurrentExchange();
    private int status;
    private HttpHeaders headers;
    private boolean streaming;

    ServerStream(SseConnection connection) {
        this.connection = connection;
        this.events = new SseParser(
                connection.limits().maxResponseBytes(),
                connection.limits().session().budget(),
                this::event,
                this::dropped);
        this.texts = connection.texts(failure -> failed(HttpFailure.ofReceiver(failure)));
    }

    void open() {
        exchange.begin(() -> connection.endpoint().get(connection.endpoint().url(), connection.streamHeaders(), this));
    }

    void close() {
        exchange.abort();
    }

    @Override
    public void responded(int code, HttpHeaders responseHeaders) {
        connection.cookies(responseHeaders);
        status = code;
        headers = responseHeaders;
        streaming = SseParser.reads(code, responseHeaders);
    }

    @Override
    public void body(ByteBuf part) {
        if (streaming) {
            connection.alive();
            events.feed(part);
        } else {
            body.add(part);
            if (body.overflowed()) {
                refused();
            }
        }
    }

    @Override
    public void abandoned() {
        events.release();
    }

    private void event(SseEvent event) {
        if (event.type().equals("endpoint")) {
            texts.then(() -> address(event.data().trim()));
        } else if (!event.isEmpty()) {
            texts.read(event.bytes(), text -> message(event.type(), text), reason -> refusedByBudget(event, reason));
        }
    }

    private void address(String reference) {
        Optional<MessageAddresses> addresses =
                MessageAddresses.of(connection.endpoint().url(), reference);
        if (addresses.isPresent()) {
            connection.found(addresses.get());
        } else {
            connection.pause(connection.limits().refusedPause());
            connection.lost(
                    "is reached at " + Origins.shown(connection.endpoint().url())
                            + " and wants messages posted to another origin (" + Origins.shown(reference)
                            + "), where the gateway sends no credentials; correct the server's own address");
        }
    }

    /** Whatever the type of the event: some servers send answers as {@code result} or {@code error}. */
    private void message(String type, byte[] bytes) {
        try {
            if (Json.read(bytes) instanceof ObjectNode object) {
                JsonRpcMessage message = JsonRpcMessage.of(object);
                OptionalLong id = message.method().isEmpty() ? RequestIds.ours(message.id()) : OptionalLong.empty();
                id.ifPresent(number -> object.put("id", number));
                connection.session().received(message);
            } else {
                LOG.debug("Upstream {} sent an event {} that is no message; skipped", connection.server(), type);
            }
        } catch (IOException e) {
            broken(BrokenAnswer.idOf(bytes));
        } catch (RuntimeException e) { // one message must not cost the stream, on which all answers come
            LOG.error("Upstream {}: a message could not be taken", connection.server(), e);
            broken(BrokenAnswer.idOf(bytes));
        }
    }

    private void broken(OptionalLong id) {
        if (id.isPresent()) {
            connection.session().unreadable(id.getAsLong(), BrokenAnswer.NOT_JSON);
        } else {
            LOG.warn("Upstream {} sent an event that is not valid JSON; skipped", connection.server());
        }
    }

    /** An event was left out: its call need not wait for its limit. */
    private void dropped(SseParser.DroppedEvent event) {
        OptionalLong id = BrokenAnswer.idOf(event.head(), event.tail());
        texts.then(() -> dropped(id, event.reason(), event.ofGateway()));
    }

    private void refusedByBudget(SseEvent event, String reason) {
        dropped(BrokenAnswer.idOf(event.bytes()), reason, true);
    }

    private void dropped(OptionalLong id, String reason, boolean ofGateway) {
        LOG.warn("Upstream {}: an event was left out: it {}", connection.server(), reason);
        id.ifPresent(number -> connection
                .session()
                .failed(number, ofGateway ? RequestFailure.dropped(reason) : RequestFailure.badUpstream(reason, null)));
    }

    @Override
    public void ended() {
        texts.then(() -> {
            if (streaming) {
                connection.lost("ended its event stream");
            } else {
                refused();
            }
        });
    }

    private void refused() {
        if (status / 100 == 2) {
            connection.pause(connection.limits().refusedPause());
            connection.lost("offers no event stream at its url (status " + status + "); check url and type");
            return;
        }
        RequestFailure failure = HttpErrors.refusal(
                connection.endpoint(), connection.endpoint().url(), status, headers, body.bytes(), connection.clock());
        connection.pause(connection.limits().pauseAfter(status, failure));
        connection.lost(failure.reason());
    }

    @Override
    public void failed(HttpFailure failure) {
        events.release();
        texts.then(() -> connection.lost(failure.reason()));
    }
}
