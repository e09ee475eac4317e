package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.method.ListKind;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What belongs to no request of a session, on the streams that its client has opened for that: each message on exactly
 * one, the newest, so that a dead connection before it does no harm. News of changes wait, once each, for a client that is
 * away or slow. Other messages wait for the first stream only: clients open it beside their first calls, and what those
 * calls cause may be there before it. Safe for concurrent use.
 */
final class Listening implements Outlet {
    /** Most streams of one session; a further one ends the oldest. */
    static final int MOST = 4;

    /** Most messages that wait for the first stream; later ones are lost. */
    static final int MOST_EARLY = 16;

    /** Longest message that waits for the first stream, in characters; a longer one is lost. */
    static final int LONGEST_EARLY = 16 * 1024;

    private final Outbox.Events events;
    private final List<Outbox> streams = new ArrayList<>(1);
    private final Set<ListKind> changed = EnumSet.noneOf(ListKind.class);
    private Map<String, ObjectNode> updated = Map.of();
    private List<ObjectNode> early = List.of();
    private boolean opened;

    Listening(Outbox.Events events) {
        this.events = events;
    }

    /**
     * A client opens a stream, or takes one up again.
     *
     * @param missed what it did not get of this stream
     */
    synchronized void open(String name, Attachment attachment, List<EventStore.Event> missed) {
        Outbox stream = streams.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseGet(() -> new Outbox(events, name));
        streams.remove(stream);
        streams.add(stream);
        forgetLeft();
        if (streams.size() > MOST) {
            streams.remove(0).close();
        }
        stream.open(attachment, missed);
        opened = true;
        early.forEach(stream::send);
        early = List.of();
        flush();
    }

    /** The client of a response is gone; its stream waits for it if it is the newest one. */
    synchronized void left(Attachment attachment) {
        streams.forEach(stream -> stream.left(attachment));
        forgetLeft();
    }

    /** Streams on which a client listens at the moment. */
    synchronized long open() {
        return streams.stream().filter(Outbox::isAttached).count();
    }

    private void forgetLeft() {
        Outbox newest = streams.isEmpty() ? null : streams.get(streams.size() - 1);
        streams.removeIf(stream -> stream != newest && !stream.isAttached());
    }

    @Override
    public synchronized boolean send(ObjectNode message) {
        if (!opened) {
            return await(message);
        }
        Outbox stream = attached();
        if (stream == null) {
            return !streams.isEmpty() && streams.get(streams.size() - 1).send(message);
        }
        return stream.send(message);
    }

    private boolean await(ObjectNode message) {
        if (early.size() >= MOST_EARLY || Json.text(message).length() > LONGEST_EARLY) {
            return false;
        }
        if (early.isEmpty()) {
            early = new ArrayList<>(MOST_EARLY);
        }
        return early.add(message);
    }

    private Outbox attached() {
        for (int at = streams.size() - 1; at >= 0; at--) {
            if (streams.get(at).isAttached()) {
                return streams.get(at);
            }
        }
        return null;
    }

    @Override
    public synchronized boolean isAttached() {
        return attached() != null;
    }

    @Override
    public boolean isFinished() {
        return false;
    }

    /** Changes the client was not told of yet, and what it has not read of its streams. */
    synchronized int waiting() {
        return changed.size()
                + updated.size()
                + streams.stream().mapToInt(Outbox::waiting).sum();
    }

    /** How long the client has read nothing of the stream in use although something waits there, in nanoseconds. */
    synchronized long stalledNanos() {
        Outbox stream = attached();
        return stream == null ? 0 : stream.stalledNanos();
    }

    /** A list has changed. */
    synchronized void changed(ListKind kind) {
        changed.add(kind);
        flush();
    }

    /** A resource has changed. */
    synchronized void updated(String uri, ObjectNode notification) {
        if (updated.isEmpty()) {
            updated = new LinkedHashMap<>();
        }
        updated.put(uri, notification);
        flush();
    }

    /** Sends what waits, if a client is there that reads. */
    synchronized void flush() {
        Outbox stream = changed.isEmpty() && updated.isEmpty() ? null : attached();
        if (stream == null) {
            return;
        }
        changed.removeIf(kind -> stream.send(JsonRpcMessage.notification(kind.notification())));
        Iterator<ObjectNode> waiting = updated.values().iterator();
        while (waiting.hasNext() && stream.send(waiting.next())) {
            waiting.remove();
        }
    }

    /** Ends all streams. */
    synchronized void close() {
        opened = true;
        streams.forEach(Outbox::close);
        streams.clear();
        changed.clear();
        updated = Map.of();
        early = List.of();
    }
}
