package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.ClientChannel;
import io.mehari.endpoint.http.EventStream;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.method.ListKind;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One stream on which a client is told of changes. The acknowledgement comes first. What changes while the client does not
 * read is kept as the fact that it has changed, once for each list and resource, and sent when it reads again. Safe for
 * concurrent use; writes on the event loop of its connection.
 */
final class Listen {
    private final ModernRequest request;
    private final ListenFilter filter;
    private final Consumer<Runnable> later;
    private final CompletableFuture<Response> response = new CompletableFuture<>();
    private final Set<ListKind> changed = EnumSet.noneOf(ListKind.class);
    private final Map<String, ObjectNode> updated = new HashMap<>();
    private final Set<String> watched = new LinkedHashSet<>();
    private List<Runnable> ends = new ArrayList<>(1);
    private EventStream stream;
    private boolean acknowledged;
    private boolean flushing;
    private boolean over;

    /**
     * A stream that has not begun.
     *
     * @param filter what the client is told of
     * @param later runs a task after a while
     */
    Listen(ModernRequest request, ListenFilter filter, Consumer<Runnable> later) {
        this.request = request;
        this.filter = filter;
        this.later = later;
    }

    ModernRequest request() {
        return request;
    }

    ListenFilter filter() {
        return filter;
    }

    CompletableFuture<Response> response() {
        return response;
    }

    /** When it was asked for, by {@link System#nanoTime()}. */
    long openedAt() {
        return request.exchange().context().receivedNanos();
    }

    /** Changes the client was not told of yet, and what it has not read. */
    synchronized int waiting() {
        return changed.size() + updated.size() + (stream == null ? 0 : stream.waiting());
    }

    /** How long the client has read nothing although something waits for it, in nanoseconds. */
    synchronized long stalledNanos() {
        return stream == null ? 0 : stream.stalledNanos();
    }

    /** Sends the head of the stream. */
    void begin() {
        EventStream begun = channel().stream(request.exchange().request(), Leg.STREAM);
        synchronized (this) {
            stream = begun;
        }
    }

    /** To be run when it is over; at once if it is. */
    void atEnd(Runnable end) {
        synchronized (this) {
            if (!over) {
                ends.add(end);
                return;
            }
        }
        end.run();
    }

    /** A resource is watched. If the client has been told otherwise already, it is not. */
    void watches(String uri, Runnable end) {
        synchronized (this) {
            if (!acknowledged && !over) {
                watched.add(uri);
                ends.add(end);
                return;
            }
        }
        end.run();
    }

    /** Tells the client what it will be told of. Only the first time has an effect. */
    void acknowledge() {
        onLoop(() -> {
            ObjectNode honoured;
            synchronized (this) {
                if (acknowledged || over) {
                    return;
                }
                acknowledged = true;
                honoured = filter.toClient(watched);
            }
            send(McpMethod.SUBSCRIPTIONS_ACKNOWLEDGED, Json.object().set("notifications", honoured));
            flush();
        });
    }

    /** A list has changed. */
    void changed(ListKind kind) {
        if (!filter.kinds().contains(kind)) {
            return;
        }
        synchronized (this) {
            changed.add(kind);
        }
        flushSoon();
    }

    /** A resource has changed. */
    void updated(String uri, ObjectNode params) {
        synchronized (this) {
            updated.put(uri, params);
        }
        flushSoon();
    }

    private void flushSoon() {
        synchronized (this) {
            if (flushing || over) {
                return;
            }
            flushing = true;
        }
        onLoop(this::flush);
    }

    private void flush() {
        Set<ListKind> lists;
        List<ObjectNode> resources;
        synchronized (this) {
            flushing = false;
            boolean nothing = changed.isEmpty() && updated.isEmpty();
            if (nothing || over || !acknowledged) {
                return;
            }
            if (!stream.isDrained()) {
                flushing = true;
                waitForReader();
                return;
            }
            lists = EnumSet.copyOf(changed);
            resources = new ArrayList<>(updated.values());
            changed.clear();
            updated.clear();
        }
        lists.forEach(kind -> send(kind.notification(), Json.object()));
        resources.forEach(params -> send(McpMethod.RESOURCES_UPDATED, params));
    }

    private void waitForReader() {
        try {
            later.accept(() -> onLoop(this::flush));
        } catch (RejectedExecutionException e) {
            flushing = false; // the gateway is stopping
        }
    }

    private void send(String method, ObjectNode params) {
        stream.send(Leg.STREAM.last(), json -> Leg.notification(json, method, generator -> write(generator, params)));
    }

    private void write(JsonGenerator json, ObjectNode params) throws IOException {
        json.writeFieldName("_meta");
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> own : params.path("_meta").properties()) {
            if (!own.getKey().startsWith(Envelope.RESERVED)) {
                json.writeFieldName(own.getKey());
                json.writeTree(own.getValue());
            }
        }
        json.writeFieldName(Envelope.SUBSCRIPTION_ID);
        json.writeTree(request.id());
        json.writeEndObject();
        for (Map.Entry<String, JsonNode> field : params.properties()) {
            if (!field.getKey().equals("_meta")) {
                json.writeFieldName(field.getKey());
                json.writeTree(field.getValue());
            }
        }
    }

    /**
     * Ends the stream.
     *
     * @param last the response that is its last event, or that nobody gets
     */
    void end(Response last) {
        List<Runnable> toRun;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            toRun = ends;
            ends = List.of();
        }
        toRun.forEach(Runnable::run);
        onLoop(() -> response.complete(last));
    }

    private void onLoop(Runnable task) {
        try {
            channel().executor().execute(task);
        } catch (RejectedExecutionException e) {
            task.run(); // the endpoint is stopping
        }
    }

    private ClientChannel channel() {
        return request.exchange().request().channel();
    }
}
