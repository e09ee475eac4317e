package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Response;
import java.util.List;

/**
 * One stream of messages of a session. It outlives the HTTP response that carries it: what is sent while no client is
 * there waits, within bounds, for a client that takes it up again. Safe for concurrent use.
 */
final class Outbox implements Outlet {
    private final Events events;
    private final String name;
    private Attachment attached;
    private boolean begun;
    private boolean finished;

    /** How a session numbers and keeps its events. */
    interface Events {
        /** The id of the next event of a stream; null if streams cannot be taken up again. */
        EventId next(String stream);

        /** Keeps an event; false if there is no room. */
        boolean keep(EventId id, JsonNode message, boolean last);

        /** How long clients wait before they take up a stream; below 0 if their version does not know of that. */
        long retryMillis();
    }

    /**
     * A stream that nobody reads yet.
     *
     * @param events numbers and keeps what is sent
     * @param name of the stream in ids of events
     */
    Outbox(Events events, String name) {
        this.events = events;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Takes a response that becomes a stream when there is something to be sent before its end. */
    synchronized void attach(Attachment attachment) {
        attached = attachment;
    }

    /** Takes a response that becomes a stream at once; an earlier one ends. */
    synchronized void open(Attachment attachment, List<EventStore.Event> missed) {
        detach();
        attached = attachment;
        begin();
        for (EventStore.Event event : missed) {
            attached.send(event.id().toString(), event.message());
        }
    }

    /**
     * Takes a response of a client that takes the stream up again.
     *
     * @return false if the stream has ended
     */
    synchronized boolean resume(Attachment attachment, EventStore store, EventId last) {
        if (!finished) {
            open(attachment, store.after(last));
        }
        return !finished;
    }

    /** The client of a response is gone. */
    synchronized void left(Attachment attachment) {
        if (attached == attachment) {
            detach();
        }
    }

    /** Ends the response, if there is one, but not the stream. */
    synchronized void detach() {
        if (attached != null) {
            attached.end();
            attached = null;
        }
    }

    @Override
    public synchronized boolean send(ObjectNode message) {
        if (finished) {
            return false;
        }
        if (attached == null) {
            return begun && events.keep(events.next(name), message, false);
        }
        if (!attached.isStream()) {
            if (!attached.mayStream()) {
                return false;
            }
            begin();
        }
        if (!attached.hasRoom()) {
            return attached.send(null, message); // false, and counted
        }
        EventId id = events.next(name);
        events.keep(id, message, false);
        return attached.send(text(id), message);
    }

    /** Makes the response a stream although nothing is to be sent yet, so that it can be taken up again. */
    synchronized void beginEarly() {
        if (!finished && attached != null && !attached.isStream() && attached.mayStream()) {
            begin();
        }
    }

    private void begin() {
        begun = true;
        attached.begin();
        if (events.retryMillis() >= 0) {
            attached.prime(events.next(name).toString(), events.retryMillis());
        }
    }

    /**
     * Ends the stream with an answer.
     *
     * @param message the answer as it is kept
     * @param response the answer as it is sent
     */
    void finish(JsonNode message, Response response) {
        EventId id;
        Attachment ended;
        synchronized (this) {
            if (finished) {
                return;
            }
            if (attached != null && attached.mustStream() && !attached.isStream()) {
                begin();
            }
            finished = true;
            id = begun ? events.next(name) : null;
            if (id != null) {
                events.keep(id, message, true);
            }
            ended = attached;
            attached = null;
        }
        if (ended != null) {
            ended.end(text(id), response);
        }
    }

    private static String text(EventId id) {
        return id == null ? null : id.toString();
    }

    /** Ends the stream without an answer. */
    synchronized void close() {
        finished = true;
        detach();
    }

    /** Ends the stream with a response that is not kept; one that has become a stream just ends. */
    synchronized void close(Response response) {
        finished = true;
        if (attached != null && !attached.isStream()) {
            attached.end(null, response);
            attached = null;
        }
        detach();
    }

    /** What waits for the client to read. */
    synchronized int waiting() {
        return attached == null ? 0 : attached.waiting();
    }

    /** How long the client has read nothing although something waits for it, in nanoseconds. */
    synchronized long stalledNanos() {
        return attached == null ? 0 : attached.stalledNanos();
    }

    @Override
    public synchronized boolean isAttached() {
        return attached != null && (attached.isStream() || attached.mayStream());
    }

    @Override
    public synchronized boolean isFinished() {
        return finished;
    }
}
