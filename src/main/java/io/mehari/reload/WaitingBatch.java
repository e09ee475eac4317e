package io.mehari.reload;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Whether changed files wait to be read: a step for each that is heard of, before they wait together. Safe for concurrent
 * use.
 */
final class WaitingBatch implements Processor {
    /** Longer than one waits: it may have been lost with the routes that it waited in. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private volatile Long since;

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

    /** The files are about to be looked at. */
    void ends() {
        since = null;
    }

    boolean isWaiting() {
        Long heard = since;
        return heard != null && nanoTime.getAsLong() - heard < LONGEST.toNanos();
    }
}
