package io.mehari.upstream.http.client;

import java.util.ArrayDeque;
import java.util.Deque;

/** Lets so many exchanges run at once; the others wait in order of arrival, within a bound. Safe for concurrent use. */
public final class ExchangeQueue {
    private final int running;
    private final int waiting;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private int active;

    /**
     * An empty queue.
     *
     * @param running most exchanges at once, each on a connection of its own
     * @param waiting most exchanges that wait for one to end
     */
    public ExchangeQueue(int running, int waiting) {
        this.running = running;
        this.waiting = waiting;
    }

    /** Runs it now, or later on another thread; false if too many wait. It must lead to one {@link #release}. */
    public boolean offer(Runnable exchange) {
        synchronized (this) {
            if (active == running) {
                return queue.size() < waiting && queue.add(exchange);
            }
            active++;
        }
        exchange.run();
        return true;
    }

    /** One exchange has ended. */
    public void release() {
        Runnable next;
        synchronized (this) {
            next = queue.poll();
            if (next == null) {
                active--;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
