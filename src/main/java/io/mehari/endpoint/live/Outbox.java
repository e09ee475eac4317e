package io.mehari.endpoint.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What waits for one reader, sent in its order, some at a time. Answers are kept; of what comes by itself the oldest is dropped where
 * there is no room, and counted. A reader that takes nothing for too long is given up. Safe for concurrent use; never blocks.
 */
final class Outbox {
    /** Most messages that are given to the connection together. */
    static final int MOST_AT_ONCE = 64;

    private static final int IN_CALL = 0;
    private static final int RETURNED = 1;
    private static final int DONE = 2;

    private final ArrayDeque<Item> waiting = new ArrayDeque<>();
    private final Transport transport;
    private final Bounds bounds;
    private int pushes;
    private boolean sending;
    private boolean ended;
    private long sendingSince;

    private record Item(String text, boolean droppable) {}

    /** Sends texts. */
    interface Transport {
        /**
         * Begins to send.
         *
         * @param texts messages in their order, {@value #MOST_AT_ONCE} at most
         * @param done run when they were sent, possibly before this returns
         */
        void send(List<String> texts, Runnable done);

        /** The reader takes nothing: the connection is to be ended. */
        void giveUp();
    }

    /**
     * How much waits, and how long.
     *
     * @param queue most messages that come by themselves
     * @param slowNanos how long a reader may take nothing
     * @param dropped counts what is dropped
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    record Bounds(int queue, long slowNanos, LongAdder dropped, LongSupplier nanoTime) {}

    /**
     * Nothing waits.
     *
     * @param transport sends
     * @param bounds how much may wait
     */
    Outbox(Transport transport, Bounds bounds) {
        this.transport = transport;
        this.bounds = bounds;
    }

    /** Sends an answer, whatever waits: there are only as many as were asked for. */
    void send(String text) {
        add(new Item(text, false), true);
    }

    /** Sends what may be dropped. */
    void push(String text) {
        add(new Item(text, true), true);
    }

    /** Keeps what may be dropped until {@link #flush}, so that many go together. */
    void queue(String text) {
        add(new Item(text, true), false);
    }

    /** Sends what waits. */
    void flush() {
        synchronized (this) {
            if (ended || sending || waiting.isEmpty()) {
                return;
            }
            sending = true;
        }
        drain();
    }

    private void add(Item item, boolean now) {
        boolean begin;
        boolean slow;
        synchronized (this) {
            if (ended) {
                return;
            }
            slow = sending && bounds.nanoTime().getAsLong() - sendingSince > bounds.slowNanos();
            if (item.droppable() && pushes >= bounds.queue()) {
                dropOldest();
            }
            waiting.add(item);
            pushes += item.droppable() ? 1 : 0;
            begin = !sending && (now || waiting.size() >= MOST_AT_ONCE);
            sending |= begin;
        }
        if (slow) {
            end();
            transport.giveUp();
        } else if (begin) {
            drain();
        }
    }

    private void dropOldest() {
        for (Iterator<Item> items = waiting.iterator(); items.hasNext(); ) {
            if (items.next().droppable()) {
                items.remove();
                pushes--;
                bounds.dropped().increment();
                return;
            }
        }
    }

    /** Sends until something takes time; whoever completes that goes on. */
    private void drain() {
        while (true) {
            List<String> next = new ArrayList<>();
            synchronized (this) {
                while (!waiting.isEmpty() && next.size() < MOST_AT_ONCE) {
                    Item item = waiting.poll();
                    pushes -= item.droppable() ? 1 : 0;
                    next.add(item.text());
                }
                if (next.isEmpty()) {
                    sending = false;
                    return;
                }
                sendingSince = bounds.nanoTime().getAsLong();
            }
            AtomicInteger state = new AtomicInteger(IN_CALL);
            transport.send(next, () -> {
                if (state.getAndSet(DONE) == RETURNED) {
                    drain();
                }
            });
            if (state.compareAndSet(IN_CALL, RETURNED)) {
                return;
            }
        }
    }

    /** Nothing is sent any more. */
    synchronized void end() {
        ended = true;
        waiting.clear();
        pushes = 0;
    }

    /** How many messages wait. */
    synchronized int size() {
        return waiting.size();
    }
}
