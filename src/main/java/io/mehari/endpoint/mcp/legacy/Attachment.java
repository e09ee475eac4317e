package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.endpoint.http.EventStream;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.StreamStyle;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The HTTP response to one request of a client: JSON, unless something is to be sent before it, which makes it a stream of
 * events. Used under the lock of its {@link Outbox}.
 */
final class Attachment {
    private static final String EVENTS = "text/event-stream";
    private static final String MESSAGE = "message";
    private static final Map<String, String> HEADERS =
            Map.of("cache-control", "no-cache, no-transform", "x-accel-buffering", "no");

    private final Request request;
    private final CompletableFuture<Response> response = new CompletableFuture<>();
    private EventStream stream;
    private volatile String lastId;

    Attachment(Request request) {
        this.request = request;
    }

    /** What the ingress route waits for. */
    CompletableFuture<Response> response() {
        return response;
    }

    Request request() {
        return request;
    }

    boolean isStream() {
        return stream != null;
    }

    /** Whether the client reads events. */
    boolean mayStream() {
        return request.accepts(EVENTS);
    }

    /** Whether the client reads nothing but events. */
    boolean mustStream() {
        return mayStream() && !request.accepts("application/json") && !request.accepts("*/*");
    }

    /** Makes the response a stream of events. */
    void begin() {
        stream = request.channel().stream(request, new StreamStyle(HEADERS, MESSAGE, () -> lastId));
    }

    /** Tells the client how to take the stream up again, before anything else is sent on it. */
    void prime(String id, long retryMillis) {
        stream.retry(retryMillis);
        stream.send(MESSAGE, id, null);
    }

    /** Sends an event; false if the client reads too slowly. */
    boolean send(String id, JsonNode message) {
        return stream.send(MESSAGE, id, json -> json.writeTree(message));
    }

    /** Whether an event would be sent. */
    boolean hasRoom() {
        return stream.hasRoom();
    }

    /** What waits for the client to read: events and comments. */
    int waiting() {
        return stream == null ? 0 : stream.waiting();
    }

    /** How long the client has read nothing although something waits for it, in nanoseconds. */
    long stalledNanos() {
        return stream == null ? 0 : stream.stalledNanos();
    }

    /** Sends an event that is no message. */
    void send(String name, Response.JsonContent content) {
        stream.send(name, content);
    }

    /** Sends what is kept of a stream that has ended, and ends. */
    void replay(List<EventStore.Event> kept) {
        begin();
        for (EventStore.Event event : kept) {
            if (event.last()) {
                JsonNode message = event.message();
                end(event.id().toString(), Response.json(HttpResponseStatus.OK, json -> json.writeTree(message)));
                return;
            }
            send(event.id().toString(), event.message());
        }
        end();
    }

    /** Ends with an answer, which is sent however slowly the client reads. */
    void end(String id, Response last) {
        lastId = id;
        response.complete(last);
    }

    /** Ends without an answer. */
    void end() {
        response.complete(
                Response.empty(stream == null ? HttpResponseStatus.ACCEPTED : HttpResponseStatus.OK, Map.of()));
    }
}
