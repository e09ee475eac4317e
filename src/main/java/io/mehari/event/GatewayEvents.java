package io.mehari.event;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Gives every event to every listener that asked for its type. Each listener has a bounded queue of its own and empties
 * it when it likes: one that is slow, or stands still, loses its own oldest events and delays no one. Safe for
 * concurrent use.
 */
public final class GatewayEvents {
    /** Replaced when a listener is added: publishing reads it once. */
    private volatile EventQueue<?>[] queues = {};

    /**
     * Adds a listener, which gets what is published from now on.
     *
     * @param type the events it wants, {@link GatewayEvent} for all
     * @param capacity most events kept for it; at least 1
     * @return its queue
     */
    public <E extends GatewayEvent> EventQueue<E> subscribe(Class<E> type, int capacity) {
        return subscribe(type, capacity, event -> true);
    }

    /**
     * Adds a listener that does not want all events of its type, or not always.
     *
     * @param type the events it may want
     * @param capacity most events kept for it; at least 1
     * @param wanted asked by whoever publishes an event, before anything is kept: must neither block nor fail
     * @return its queue
     */
    public synchronized <E extends GatewayEvent> EventQueue<E> subscribe(
            Class<E> type, int capacity, Predicate<? super E> wanted) {
        EventQueue<E> queue = new EventQueue<>(type, capacity, wanted);
        EventQueue<?>[] more = Arrays.copyOf(queues, queues.length + 1);
        more[more.length - 1] = queue;
        queues = more;
        return queue;
    }

    /**
     * The queues of all listeners.
     *
     * @return in the order in which they were added
     */
    public List<EventQueue<?>> listeners() {
        return List.of(queues);
    }

    /**
     * Publishes an event. Never waits and never fails.
     *
     * @param event what has happened
     */
    public void publish(GatewayEvent event) {
        for (EventQueue<?> queue : queues) {
            queue.offer(event);
        }
    }
}
