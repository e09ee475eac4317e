package io.mehari.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The events one listener has not taken yet, the oldest first. A full queue drops its oldest event and counts it:
 * publishers never wait. Safe for concurrent use.
 *
 * @param <E> the events the listener wants
 */
public final class EventQueue<E extends GatewayEvent> {
    private final Class<E> type;
    private final int capacity;
    private final Predicate<? super E> wanted;
    private final ArrayDeque<E> queue;
    private long dropped;

    EventQueue(Class<E> type, int capacity, Predicate<? super E> wanted) {
        if (capacity < 1) {
            throw new IllegalArgumentException("An event queue of capacity " + capacity + " keeps nothing");
        }
        this.type = type;
        this.capacity = capacity;
        this.wanted = wanted;
        this.queue = new ArrayDeque<>(Math.min(capacity, 1024));
    }

    /** Adds the event if it is of the listener's type and wanted; drops the oldest one if there is no room. */
    void offer(GatewayEvent event) {
        if (type.isInstance(event)) {
            E own = type.cast(event);
            if (wanted.test(own)) {
                add(own);
            }
        }
    }

    private synchronized void add(E event) {
        if (queue.size() >= capacity) {
            queue.poll();
            dropped++;
        }
        queue.add(event);
    }

    /**
     * {@return the oldest events, taken out in the order they were published; empty if there are none}
     *
     * @param most how many at most
     */
    public synchronized List<E> drain(int most) {
        List<E> batch = new ArrayList<>(Math.min(most, queue.size()));
        while (batch.size() < most && !queue.isEmpty()) {
            batch.add(queue.poll());
        }
        return batch;
    }

    /** {@return all events that wait, taken out, the oldest first; empty if there are none} */
    public synchronized List<E> drain() {
        List<E> all = List.copyOf(queue);
        queue.clear();
        return all;
    }

    /** {@return the name of the type of event that the listener wants, without its package} */
    public String eventName() {
        return type.getSimpleName();
    }

    /** {@return how many events wait, at most the capacity} */
    public synchronized int size() {
        return queue.size();
    }

    /** {@return how many events were lost since the start because the listener did not take them out in time} */
    public synchronized long dropped() {
        return dropped;
    }
}
