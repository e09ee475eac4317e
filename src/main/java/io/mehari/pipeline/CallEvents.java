package io.mehari.pipeline;

import io.mehari.call.CallCompleted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The one bounded queue between calls and those who look at them afterwards. A full queue drops its oldest event and
 * counts it: calls never wait. Safe for concurrent use.
 */
public final class CallEvents {
    private final int capacity;
    private final ArrayDeque<CallCompleted> queue;
    private long dropped;

    /**
     * @param capacity most events kept
     */
    public CallEvents(int capacity) {
        this.capacity = capacity;
        this.queue = new ArrayDeque<>(Math.min(capacity, 1024));
    }

    /** Adds an event; drops the oldest one if there is no room. */
    public synchronized void add(CallCompleted event) {
        if (queue.size() >= capacity) {
            queue.poll();
            dropped++;
        }
        queue.add(event);
    }

    /** Takes up to this many events out, the oldest first. */
    public synchronized List<CallCompleted> drain(int most) {
        List<CallCompleted> batch = new ArrayList<>(Math.min(most, queue.size()));
        while (batch.size() < most && !queue.isEmpty()) {
            batch.add(queue.poll());
        }
        return batch;
    }

    /** Events waiting. */
    public synchronized int size() {
        return queue.size();
    }

    /** Events lost because nobody took them out in time, since the start. */
    public synchronized long dropped() {
        return dropped;
    }
}
