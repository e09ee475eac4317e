package io.mehari.heartbeat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Notices servers that are connected again and again: so many losses within a window raise an alert, and a whole window
 * without one clears it. The connection goes on being made meanwhile, with the pauses of its back-off. Not safe for
 * concurrent use.
 */
final class CrashLoops {
    /** Most losses of one server that are remembered. */
    static final int MOST = 1_000;

    private final Map<String, Ring> byServer = new HashMap<>();
    private final LongSupplier nanoTime;

    /** Times of the latest losses. */
    private static final class Ring {
        private long[] times = new long[8];
        private int size;
        private boolean looping;

        void add(long at) {
            if (size == times.length && size < MOST) {
                times = Arrays.copyOf(times, Math.min(MOST, 2 * size));
            }
            if (size == times.length) {
                System.arraycopy(times, 1, times, 0, --size);
            }
            times[size++] = at;
        }

        void forget(long before) {
            int old = 0;
            while (old < size && times[old] - before < 0) {
                old++;
            }
            System.arraycopy(times, old, times, 0, size - old);
            size -= old;
        }
    }

    /** What a look has shown. */
    enum Finding {
        NOTHING,
        BEGAN,
        GOES_ON,
        ENDED
    }

    CrashLoops(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes what has happened to a server since the last look.
     *
     * @param losses how often its connection was lost or could not be made
     */
    Finding look(String server, long losses, HeartbeatSettings.CrashLoop settings) {
        Ring ring = byServer.get(server);
        if (ring == null && losses == 0) {
            return Finding.NOTHING;
        }
        if (ring == null) {
            ring = new Ring();
            byServer.put(server, ring);
        }
        long now = nanoTime.getAsLong();
        for (long each = 0; each < Math.min(losses, MOST); each++) {
            ring.add(now);
        }
        ring.forget(now - settings.window().toNanos());
        boolean before = ring.looping;
        ring.looping = ring.size >= settings.restarts() || before && ring.size > 0;
        if (ring.size == 0) {
            byServer.remove(server);
        }
        if (before) {
            return ring.looping ? Finding.GOES_ON : Finding.ENDED;
        }
        return ring.looping ? Finding.BEGAN : Finding.NOTHING;
    }

    /** How often within the window. */
    int losses(String server) {
        Ring ring = byServer.get(server);
        return ring == null ? 0 : ring.size;
    }

    /** Those that lost their connection lately. */
    Set<String> servers() {
        return Set.copyOf(byServer.keySet());
    }

    /** The server is configured no more. */
    void forget(String server) {
        byServer.remove(server);
    }
}
