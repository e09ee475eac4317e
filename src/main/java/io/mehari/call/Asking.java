package io.mehari.call;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The questions of one call to its client: whether one is open, how long some were. Safe for concurrent use. */
final class Asking {
    private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
    private int open;
    private long since;
    private long nanos;

    /** One more is open. */
    void asked(long now) {
        synchronized (this) {
            if (open++ > 0) {
                return;
            }
            since = now;
        }
        hooks.forEach(Runnable::run);
    }

    /** One has ended. */
    void answered(long now) {
        synchronized (this) {
            if (--open > 0) {
                return;
            }
            nanos += now - since;
        }
        hooks.forEach(Runnable::run);
    }

    /** How long at least one was open, until now. */
    synchronized long nanos(long now) {
        return open > 0 ? nanos + now - since : nanos;
    }

    synchronized boolean isOpen() {
        return open > 0;
    }

    /** Runs it each time the first has begun or the last has ended. */
    void add(Runnable hook) {
        hooks.add(hook);
    }

    void remove(Runnable hook) {
        hooks.remove(hook);
    }
}
