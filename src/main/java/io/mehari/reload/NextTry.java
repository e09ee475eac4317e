package io.mehari.reload;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a change is tried again that was refused for a reason that may pass, such as a port in use or a broker that is down:
 * after ten seconds, then twice as late each time, up to five minutes. Safe for concurrent use.
 */
final class NextTry {
    /** Until the first one. */
    static final Duration FIRST = Duration.ofSeconds(10);

    /** Between two. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private final LongSupplier nanoTime;
    private Duration pause = Duration.ZERO;
    private Long refusedAt;

    /**
     * Nothing is to be tried.
     *
     * @param nanoTime as {@link System#nanoTime()}
     */
    NextTry(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The files are read now. */
    synchronized void begins() {
        refusedAt = null;
    }

    /** A change was refused, and may be taken later as it is. Also after the files have been read. */
    synchronized void refused() {
        Duration twice = pause.multipliedBy(2);
        pause = pause.isZero() ? FIRST : twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        refusedAt = nanoTime.getAsLong();
    }

    /** The files have been read; if nothing was refused meanwhile, the next refusal is the first. */
    synchronized void ends() {
        if (refusedAt == null) {
            pause = Duration.ZERO;
        }
    }

    /** Whether it is time; true once for each refusal. */
    synchronized boolean takeDue() {
        boolean due = refusedAt != null && nanoTime.getAsLong() - refusedAt >= pause.toNanos();
        if (due) {
            refusedAt = null;
        }
        return due;
    }
}
