package io.mehari.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the faulty server saw of the gateway since its fault, with times. Safe for concurrent use. */
final class Journal {
    private static final int MOST = 1000;

    private final List<Entry> entries = new ArrayList<>();
    private long faultAt;
    private boolean faulty;

    /** Something that the gateway did. */
    record Entry(String what, Duration after) {}

    /** Forgets all. */
    synchronized void begin() {
        entries.clear();
        faulty = false;
    }

    /** The fault happens now; only the first one of a time counts. */
    synchronized void fault() {
        if (!faulty) {
            faulty = true;
            faultAt = System.nanoTime();
        }
    }

    /** The gateway does something; of no interest before the fault. */
    synchronized void saw(String what) {
        if (faulty && entries.size() < MOST) {
            entries.add(new Entry(what, Duration.ofNanos(System.nanoTime() - faultAt)));
        }
    }

    /** What the gateway did first after the fault. */
    synchronized Optional<Entry> first() {
        return entries.stream().findFirst();
    }

    /** How long ago the fault was; zero if there was none. */
    synchronized Duration sinceFault() {
        return faulty ? Duration.ofNanos(System.nanoTime() - faultAt) : Duration.ZERO;
    }
}
