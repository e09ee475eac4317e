package io.mehari.reload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Whether changed files wait to be read, and what they looked like when they were found by looking: a step for each change
 * that is heard of, before they wait together. Safe for concurrent use.
 */
final class WaitingBatch implements Processor {
    /** Longer than one waits: it may have been lost with the routes that it waited in. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private volatile Long since;
    private volatile Map<Path, WatchedFiles.Stamp> found;

    /**
     * Nothing waits.
     *
     * @param nanoTime as {@link System#nanoTime()}
     */
    WaitingBatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void process(Exchange exchange) {
        since = nanoTime.getAsLong();
    }

    /**
     * Changes have been found that the file system has not told.
     *
     * @param files what they looked like then
     */
    void found(Map<Path, WatchedFiles.Stamp> files) {
        found = files;
    }

    /**
     * The files are about to be looked at.
     *
     * @return what they looked like when changes were found the last time; empty if the file system has told all of them
     */
    Optional<Map<Path, WatchedFiles.Stamp>> ends() {
        since = null;
        Map<Path, WatchedFiles.Stamp> before = found;
        found = null;
        return Optional.ofNullable(before);
    }

    boolean isWaiting() {
        Long heard = since;
        return heard != null && nanoTime.getAsLong() - heard < LONGEST.toNanos();
    }
}
