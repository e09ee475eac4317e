package io.mehari.result;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Large results by their handles, as long as there is room and time. The oldest leave first, so that a handle that was just
 * given can be read, whatever was kept before. Safe for concurrent use; the lock is held for a moment, and by calls with large
 * results only.
 */
final class KeptResults {
    private final Map<String, Entry> byHandle = new HashMap<>();
    private final Queue<Entry> oldestFirst = new ArrayDeque<>();
    private int most;
    private long room;
    private long weight;

    private record Entry(String handle, KeptResult result, long end) {}

    /**
     * Nothing is kept.
     *
     * @param most results
     * @param room bytes of all of them, by estimate
     */
    KeptResults(int most, long room) {
        this.most = most;
        this.room = room;
    }

    /**
     * Changes the bounds. What does not fit leaves.
     *
     * @param results most that are kept
     * @param bytes of all of them
     */
    synchronized void resize(int results, long bytes) {
        most = results;
        room = bytes;
        shrink();
    }

    /**
     * Keeps a result.
     *
     * @param handle a new one
     * @param result to be kept
     * @param now by {@link System#nanoTime()}, or a test's own
     * @param nanos how long it can be read
     * @return false if there is no room for it at all
     */
    synchronized boolean put(String handle, KeptResult result, long now, long nanos) {
        if (result.weight() > room) {
            return false;
        }
        forget(now);
        Entry entry = new Entry(handle, result, now + nanos);
        byHandle.put(handle, entry);
        oldestFirst.add(entry);
        weight += result.weight();
        shrink();
        return true;
    }

    /**
     * A result.
     *
     * @param handle of it
     * @param now by the same clock
     * @return null if there is none (any more)
     */
    synchronized KeptResult get(String handle, long now) {
        forget(now);
        Entry entry = byHandle.get(handle);
        return entry == null || entry.end() - now <= 0 ? null : entry.result();
    }

    /** How many are kept. */
    synchronized int size(long now) {
        forget(now);
        return byHandle.size();
    }

    private void forget(long now) {
        while (!oldestFirst.isEmpty() && oldestFirst.peek().end() - now <= 0) {
            removeOldest();
        }
    }

    private void shrink() {
        while (oldestFirst.size() > most || weight > room) {
            removeOldest();
        }
    }

    private void removeOldest() {
        Entry oldest = oldestFirst.remove();
        byHandle.remove(oldest.handle());
        weight -= oldest.result().weight();
    }
}
