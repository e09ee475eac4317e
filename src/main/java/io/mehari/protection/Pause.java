package io.mehari.protection;

import io.mehari.call.CallControl;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A time in which a call waits: ends once, by whatever comes first. Holds no thread. */
final class Pause {
    private final Consumer<Ending> onEnd;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Timeout alarm;
    private volatile Runnable forgetControl = () -> {};
    private volatile Runnable forgetWake = () -> {};

    /** What ended a pause. */
    enum Ending {
        /** It was as long as it should be. */
        PASSED,
        /** What the call waited for is there: its server, a place. */
        WOKEN,
        /** The call was cancelled. */
        CANCELLED
    }

    /**
     * A pause that has not begun.
     *
     * @param onEnd called once, on the thread of what ended it
     */
    Pause(Consumer<Ending> onEnd) {
        this.onEnd = onEnd;
    }

    /**
     * Begins it.
     *
     * @throws RejectedExecutionException if the timer is full
     * @throws IllegalStateException if the timer was stopped
     */
    void begin(Timer timer, Duration length) {
        alarm = timer.newTimeout(timeout -> end(Ending.PASSED), length.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends it when the call is cancelled. */
    void endWith(CallControl control) {
        forgetControl = control.onCancel(() -> end(Ending.CANCELLED));
        tidyIfOver();
    }

    /** Where the pause can be woken from; to be run when it has ended in another way. */
    void forgetAtEnd(Runnable forget) {
        forgetWake = forget;
        tidyIfOver();
    }

    /**
     * Ends it now.
     *
     * @return false if it had ended before
     */
    boolean wake() {
        return end(Ending.WOKEN);
    }

    /**
     * Ends it without telling anybody.
     *
     * @return false if it had ended before
     */
    boolean drop() {
        boolean first = over.compareAndSet(false, true);
        if (first) {
            tidy();
        }
        return first;
    }

    private boolean end(Ending ending) {
        boolean first = over.compareAndSet(false, true);
        if (first) {
            tidy();
            onEnd.accept(ending);
        }
        return first;
    }

    private void tidyIfOver() {
        if (over.get()) {
            tidy();
        }
    }

    /** May run twice, and before all is known; each step does no harm when it does. */
    private void tidy() {
        Timeout running = alarm;
        if (running != null) {
            running.cancel();
        }
        forgetControl.run();
        forgetWake.run();
    }
}
