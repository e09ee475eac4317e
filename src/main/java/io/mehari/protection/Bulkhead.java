package io.mehari.protection;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The places of one server, or of one tool with a bound of its own, and the calls that wait for one: first come, first
 * served, and nobody overtakes. Waiting holds no thread. Safe for concurrent use.
 */
final class Bulkhead {
    /** Most calls that wait for a place; those over it are refused immediately. */
    static final int MOST_WAITING = 1_000;

    private final Set<BooleanSupplier> waiting = new LinkedHashSet<>();

    /** Set while a thread lets calls in, so that one that ends meanwhile on that thread does so by the loop, not deeper. */
    private final ThreadLocal<Boolean> lettingIn = new ThreadLocal<>();

    private int places;
    private int taken;

    /**
     * Takes a place if one is free and nobody waits for it.
     *
     * @param most places there are, as configured at the moment
     * @return whether it was taken; then {@link #leave} gives it back
     */
    synchronized boolean enter(int most) {
        places = most;
        boolean free = waiting.isEmpty() && taken < places;
        if (free) {
            taken++;
        }
        return free;
    }

    /**
     * Waits for a place.
     *
     * @param admitted called when the place is taken, on whatever thread, also on this one; must not block. Says whether
     *     it is still wanted: if so {@link #leave} gives it back, else it goes to the next
     * @return false if too many wait already
     */
    boolean await(BooleanSupplier admitted) {
        synchronized (this) {
            if (waiting.size() >= MOST_WAITING) {
                return false;
            }
            waiting.add(admitted);
        }
        letIn();
        return true;
    }

    /**
     * Waits no more.
     *
     * @param admitted as given to {@link #await}; nothing happens if it does not wait
     */
    synchronized void withdraw(BooleanSupplier admitted) {
        waiting.remove(admitted);
    }

    /** Takes a place that was given back for a while; at once, even if all are taken. */
    synchronized void comeBack() {
        taken++;
    }

    /** Gives a place back. */
    void leave() {
        synchronized (this) {
            taken--;
            if (waiting.isEmpty()) {
                return;
            }
        }
        letIn();
    }

    private void letIn() {
        if (lettingIn.get() != null) {
            return; // on this very thread, whose loop goes on
        }
        lettingIn.set(true);
        try {
            for (BooleanSupplier next = next(); next != null; next = next()) {
                if (!next.getAsBoolean()) {
                    giveUp();
                }
            }
        } finally {
            lettingIn.remove();
        }
    }

    private synchronized BooleanSupplier next() {
        if (waiting.isEmpty() || taken >= places) {
            return null;
        }
        Iterator<BooleanSupplier> first = waiting.iterator();
        BooleanSupplier next = first.next();
        first.remove();
        taken++;
        return next;
    }

    private synchronized void giveUp() {
        taken--;
    }

    /**
     * Places there are.
     *
     * @return as the last call had them configured; 0 before the first
     */
    synchronized int places() {
        return places;
    }

    /**
     * Places that are taken.
     *
     * @return 0 or more; for a while more than there are, where their number was lowered or calls came back whose client was asked
     */
    synchronized int taken() {
        return taken;
    }

    /**
     * Calls that wait for a place.
     *
     * @return 0 to {@link #MOST_WAITING}
     */
    synchronized int waiting() {
        return waiting.size();
    }

    /**
     * Whether nobody is in it and nobody waits.
     *
     * @return true if it can be dropped
     */
    synchronized boolean isIdle() {
        return taken == 0 && waiting.isEmpty();
    }
}
