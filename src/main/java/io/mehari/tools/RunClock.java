package io.mehari.tools;

import io.mehari.call.CallControl;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A limit of a run that stands still while the client of the call is asked something: when it would fire, it goes on for as
 * long as it has stood still since. At most {@value #GRAIN_MILLIS} ms late. Safe for concurrent use.
 */
final class RunClock {
    private static final long GRAIN_MILLIS = 1_000;

    private final Timer timer;
    private final CallControl control;
    private final LongSupplier nanoTime;
    private final Runnable late;
    private Timeout timeout;
    private long allowed;
    private boolean stopped;

    private RunClock(Timer timer, CallControl control, LongSupplier nanoTime, Runnable late) {
        this.timer = timer;
        this.control = control;
        this.nanoTime = nanoTime;
        this.late = late;
    }

    /**
     * Starts a clock.
     *
     * @param timer fires
     * @param limit of the run
     * @param control knows how long the client was asked
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     * @param late run on the timer's thread when the limit has passed; not once the clock is stopped
     * @return to be stopped
     * @throws java.util.concurrent.RejectedExecutionException if the timer is full
     */
    static RunClock start(Timer timer, Duration limit, CallControl control, LongSupplier nanoTime, Runnable late) {
        RunClock clock = new RunClock(timer, control, nanoTime, late);
        clock.allowed = control.askedNanos(nanoTime.getAsLong());
        clock.arm(limit.toNanos());
        return clock;
    }

    private synchronized void arm(long nanos) {
        if (!stopped) {
            timeout = timer.newTimeout(t -> ring(), nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void ring() {
        long asked = control.askedNanos(nanoTime.getAsLong());
        long stood = asked - allowed;
        if (stood <= 0 && !control.isAsking()) {
            late.run();
            return;
        }
        allowed = asked;
        arm(control.isAsking() ? Math.max(stood, TimeUnit.MILLISECONDS.toNanos(GRAIN_MILLIS)) : stood);
    }

    /** The run has ended. */
    synchronized void stop() {
        stopped = true;
        timeout.cancel();
    }
}
