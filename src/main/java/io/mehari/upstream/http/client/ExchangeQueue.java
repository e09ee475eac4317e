package io.mehari.upstream.http.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** Lets so many exchanges run at the same time; the others wait in order of arrival, within a bound. Safe for concurrent use. */
public final class ExchangeQueue {
    private final int running;
    private final int waiting;
    private final Deque<BooleanSupplier> queue = new ArrayDeque<>();
    private int active;

    /**
     * An empty queue.
     *
     * @param running most exchanges at the same time, each on a connection of its own
     * @param waiting most exchanges that wait for one to end
     */
    public ExchangeQueue(int running, int waiting) {
        this.running = running;
        this.waiting = waiting;
    }

    /**
     * Begins an exchange now, or later on another thread.
     *
     * @param exchange true if it has begun, and then leads to one {@link #release}; false if there is nothing to do
     *     any more
     * @return false if too many wait
     */
    public boolean offer(BooleanSupplier exchange) {
        synchronized (this) {
            if (active == running) {
                return queue.size() < waiting && queue.add(exchange);
            }
            active++;
        }
        begin(exchange);
        return true;
    }

    /** One exchange has ended. */
    public void release() {
        begin(next());
    }

    /** The first of those in the queue that has something to do; a loop, since thousands may have nothing. */
    private void begin(BooleanSupplier first) {
        BooleanSupplier exchange = first;
        while (exchange != null && !exchange.getAsBoolean()) {
            exchange = next();
        }
    }

    private synchronized BooleanSupplier next() {
        BooleanSupplier next = queue.poll();
        if (next == null) {
            active--;
        }
        return next;
    }
}
