package io.mehari.upstream.http.sse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.upstream.http.client.BoundedBody;
import io.mehari.upstream.http.client.CurrentExchange;
import io.mehari.upstream.http.client.HttpErrors;
import io.mehari.upstream.http.client.HttpFailure;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.http.client.Origins;
import io.mehari.upstream.http.client.SseEvent;
import io.mehari.upstream.http.client.SseParser;
import io.mehari.upstream.lifecycle.RequestFailure;
import io.mehari.upstream.session.BrokenAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event stream of a connection: the address for messages first, then every message of the server. */
final class ServerStream implements HttpReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(ServerStream.class);

    private final SseConnection connection;
    private final SseParser events;
    private final BoundedBody body = BoundedBody.ofError();
    private final CurrentExchange exchange = new CurrentExchange();
    private int status;
    private HttpHeaders headers;
    private boolean streaming;

    ServerStream(SseConnection connection) {
        this.connection = connection;
        this.events = new SseParser(connection.limits().maxResponseBytes(), this::event);
    }

    void open() {
        exchange.begin(() ->
                connection.endpoint().get(connection.endpoint().url(), Map.of("Accept", "text/event-stream"), this));
    }

    void close() {
        exchange.abort();
    }

    @Override
    public void responded(int code, HttpHeaders responseHeaders) {
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
        }
    }

    private void event(SseEvent event) {
        switch (event.type()) {
            case "endpoint" -> address(event.data());
            case "message" -> message(event.data());
            default -> LOG.debug("An event of a type that HTTP+SSE does not have was left unused");
        }
    }

    private void address(String reference) {
        Optional<URI> address = Origins.resolve(connection.endpoint().url(), reference.trim());
        if (address.isPresent()) {
            connection.found(address.get());
        } else {
            connection.pause(connection.limits().refusedPause());
            connection.lost("wants messages posted to another origin, where the gateway sends no credentials;"
                    + " correct the server's own address");
        }
    }

    private void message(String text) {
        if (text.isEmpty()) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            if (Json.read(bytes) instanceof ObjectNode message) {
                connection.session().received(JsonRpcMessage.of(message));
            }
        } catch (IOException e) {
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

    @Override
    public void ended() {
        if (streaming) {
            connection.lost("ended its event stream");
            return;
        }
        if (status / 100 == 2) {
            connection.pause(connection.limits().refusedPause());
            connection.lost("offers no event stream at its url (status " + status + "); check url and type");
            return;
        }
        RequestFailure failure =
                HttpErrors.refusal(connection.endpoint(), status, headers, body.bytes(), connection.clock());
        connection.pause(connection.limits().pauseAfter(status, failure));
        connection.lost(failure.reason());
    }

    @Override
    public void failed(HttpFailure failure) {
        connection.lost(failure.reason());
    }
}
