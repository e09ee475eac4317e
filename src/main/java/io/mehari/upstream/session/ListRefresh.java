package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.lifecycle.RequestFailedException;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads a list again when the server says that it changed: one reading at a time, changes meanwhile count as one, and
 * the last one is always followed. Between the starts of two readings passes a second at least; readings that find
 * nothing new double that up to a minute, one that does sets it back. Safe for concurrent use.
 */
final class ListRefresh {
    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(60);

    /** Readings in a row without anything new after which that is told. */
    private static final int FRUITLESS = 5;

    private final Supplier<CompletableFuture<List<ObjectNode>>> listing;
    private final Reader reader;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private List<ObjectNode> known = List.of();
    private boolean running;
    private boolean again;
    private boolean closed;
    private boolean begun;
    private long lastStart;
    private Duration pause = SHORTEST;
    private int fruitless;
    private long changes;
    private Timeout waiting;

    /** Takes what comes of readings. */
    interface Reader {
        /** The list of each reading. */
        void read(List<ObjectNode> entries);

        /** The reason why a reading brought none. */
        void failed(RequestFailedException failure);

        /** The server says again and again that the list changed, and it did not. Called once. */
        void echoes(long changes);
    }

    /**
     * A refresh that has read nothing.
     *
     * @param listing begins one reading
     * @param timer for readings that wait
     * @param nanoTime the time, as {@link System#nanoTime()} gives it
     */
    ListRefresh(
            Supplier<CompletableFuture<List<ObjectNode>>> listing, Reader reader, Timer timer, LongSupplier nanoTime) {
        this.listing = listing;
        this.reader = reader;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /** The list was read otherwise. */
    synchronized void known(List<ObjectNode> entries) {
        known = entries;
    }

    /** The list changed, or was never read. Never waits. */
    void changed() {
        synchronized (this) {
            changes++;
            if (closed || running || waiting != null) {
                again = running;
                return;
            }
            if (!beginOrWait()) {
                return;
            }
        }
        read();
    }

    /** Nothing is read any more. */
    synchronized void close() {
        closed = true;
        if (waiting != null) {
            waiting.cancel();
            waiting = null;
        }
    }

    /** Whether a reading begins now; otherwise it will when its time has come. */
    private boolean beginOrWait() {
        long left = begun ? lastStart + pause.toNanos() - nanoTime.getAsLong() : 0;
        if (left <= 0) {
            begin();
            return true;
        }
        waiting = timer.newTimeout(timeout -> due(), left, TimeUnit.NANOSECONDS);
        return false;
    }

    private void begin() {
        running = true;
        begun = true;
        lastStart = nanoTime.getAsLong();
    }

    private void due() {
        synchronized (this) {
            waiting = null;
            if (closed) {
                return;
            }
            begin();
        }
        read();
    }

    private void read() {
        listing.get().whenComplete((entries, failure) -> {
            if (failure == null) {
                reader.read(entries);
            } else {
                reader.failed(RequestFailedException.of(failure));
            }
            long echoes = learn(entries);
            if (echoes > 0) {
                reader.echoes(echoes);
            }
            if (next()) {
                read();
            }
        });
    }

    /**
     * Sets the pause by what a reading brought.
     *
     * @param entries null if it brought nothing
     * @return how often the server said that the list changed, if that is to be told now
     */
    private synchronized long learn(List<ObjectNode> entries) {
        boolean isNew = entries != null && !entries.equals(known);
        known = entries == null ? known : entries;
        Duration doubled = pause.multipliedBy(2);
        pause = isNew ? SHORTEST : doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        fruitless = isNew ? 0 : fruitless + 1;
        return fruitless == FRUITLESS ? changes : 0;
    }

    private synchronized boolean next() {
        running = false;
        boolean wanted = again && !closed;
        again = false;
        return wanted && beginOrWait();
    }
}
