package io.mehari.failure.memory;

import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import java.util.concurrent.TimeUnit;

/** Has the errors of the last second learnt, by the clock that the gateway has anyway. Safe for concurrent use. */
final class DrainClock implements TimerTask, AutoCloseable {
    private final Errors errors;
    private final Timer timer;
    private volatile boolean closed;

    private DrainClock(Errors errors, Timer timer) {
        this.errors = errors;
        this.timer = timer;
    }

    static DrainClock start(Errors errors, Timer timer) {
        DrainClock clock = new DrainClock(errors, timer);
        clock.next();
        return clock;
    }

    @Override
    public void run(Timeout timeout) {
        if (!closed) {
            errors.drain();
            next();
        }
    }

    private void next() {
        timer.newTimeout(this, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        closed = true;
    }
}
