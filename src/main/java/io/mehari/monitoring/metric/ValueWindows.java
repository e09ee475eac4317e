package io.mehari.monitoring.metric;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Windows over values that are measured now and then, by name. Bounded: what is measured beyond {@value #MOST} names has
 * no window; a name that was not measured for a whole window makes room. Safe for concurrent use.
 */
public final class ValueWindows {
    /** Most names, some 2 KiB each. */
    static final int MOST = 500;

    private final Duration length;
    private final LongSupplier nanoTime;
    private final Map<String, ValueWindow> windows = new TreeMap<>();

    /**
     * Nothing measured yet.
     *
     * @param length how far back the windows look
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    ValueWindows(Duration length, LongSupplier nanoTime) {
        this.length = length;
        this.nanoTime = nanoTime;
    }

    /**
     * How far back the windows look.
     *
     * @return at least a second
     */
    public Duration length() {
        return length;
    }

    /**
     * Keeps a measurement.
     *
     * @param name as {@code /metrics} shows it
     * @param value what is not finite is left out
     */
    public synchronized void record(String name, double value) {
        ValueWindow window = windows.get(name);
        if (window == null && (windows.size() < MOST || hasMadeRoom())) {
            window = new ValueWindow(length);
            windows.put(name, window);
        }
        if (window != null && Double.isFinite(value)) {
            window.record(nanoTime.getAsLong(), value);
        }
    }

    private boolean hasMadeRoom() {
        long now = nanoTime.getAsLong();
        return windows.values().removeIf(window -> window.read(now).count() == 0);
    }

    /**
     * What was measured within the window.
     *
     * @return by name; without what was not measured
     */
    public synchronized Map<String, ValueStatistics> read() {
        long now = nanoTime.getAsLong();
        Map<String, ValueStatistics> known = new TreeMap<>();
        windows.forEach((name, window) -> known.put(name, window.read(now)));
        known.values().removeIf(statistics -> statistics.count() == 0);
        return known;
    }
}
