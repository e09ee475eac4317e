package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.TreeWeight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The latest events of one session, for a client that takes a stream up again. Over its bounds the oldest give way. Safe
 * for concurrent use.
 */
final class EventStore {
    private final int most;
    private final long mostBytes;
    private final Budget budget;
    private final Deque<Event> events = new ArrayDeque<>(4);
    private long bytes;
    private boolean closed;

    /**
     * What was sent, or could not be.
     *
     * @param last whether the stream ends with it
     */
    record Event(EventId id, JsonNode message, boolean last, long weight) {}

    /** What the stores of all sessions hold together. */
    static final class Budget {
        private final long limit;
        private final AtomicLong held = new AtomicLong();

        Budget(long limit) {
            this.limit = limit;
        }

        long held() {
            return held.get();
        }

        private boolean take(long weight) {
            if (held.addAndGet(weight) <= limit) {
                return true;
            }
            held.addAndGet(-weight);
            return false;
        }
    }

    EventStore(SessionSettings settings, Budget budget) {
        this.most = settings.events();
        this.mostBytes = settings.eventBytes().toBytes();
        this.budget = budget;
    }

    /**
     * Keeps an event.
     *
     * @return false if it is larger than what may be kept
     */
    synchronized boolean add(EventId id, JsonNode message, boolean last) {
        long weight = TreeWeight.of(message, mostBytes);
        if (closed || most == 0 || weight > mostBytes) {
            return false;
        }
        while (events.size() >= most || bytes + weight > mostBytes) {
            dropOldest();
        }
        while (!budget.take(weight)) {
            if (events.isEmpty()) {
                return false;
            }
            dropOldest();
        }
        bytes += weight;
        events.add(new Event(id, message, last, weight));
        return true;
    }

    /** What is kept of one stream behind an event, in its order. */
    synchronized List<Event> after(EventId id) {
        List<Event> later = new ArrayList<>();
        for (Event event : events) {
            if (event.id().stream().equals(id.stream()) && event.id().number() > id.number()) {
                later.add(event);
            }
        }
        return later;
    }

    synchronized void close() {
        closed = true;
        while (!events.isEmpty()) {
            dropOldest();
        }
    }

    private void dropOldest() {
        Event oldest = events.remove();
        bytes -= oldest.weight();
        budget.held.addAndGet(-oldest.weight());
    }
}
