package io.mehari.upstream.lifecycle;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to a receiver one at a time and in order, without a lock held. Events are added where their order is
 * decided, and delivered by whichever thread comes first. Safe for concurrent use.
 */
public final class OrderedEvents<T> {
    private static final Logger LOG = LoggerFactory.getLogger(OrderedEvents.class);

    private final Consumer<T> receiver;
    private final Queue<T> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger rounds = new AtomicInteger();

    public OrderedEvents(Consumer<T> receiver) {
        this.receiver = receiver;
    }

    public void add(T event) {
        events.add(event);
    }

    /** Delivers what was added, unless another thread is doing so: it then goes on with it. */
    public void deliver() {
        if (rounds.getAndIncrement() != 0) {
            return;
        }
        int served = 1;
        while (served != 0) {
            for (T event = events.poll(); event != null; event = events.poll()) {
                give(event);
            }
            served = rounds.addAndGet(-served);
        }
    }

    private void give(T event) {
        try {
            receiver.accept(event);
        } catch (RuntimeException e) { // of the listener, on our threads
            LOG.error("A listener of upstreams failed on {}", event, e);
        }
    }
}
