package io.mehari.call;

import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A limit in the time of a call, which lets go of the call when it is called off. The clock keeps what was cancelled until it
 * ticks again, which on a busy machine may be long: without this each call that has ended would stay in memory, whole, for as
 * long, and be taken for one that lives. Safe for concurrent use.
 */
public final class CallAlarm implements TimerTask {
    private volatile Runnable work;
    private volatile Timeout timeout;

    private CallAlarm(Runnable work) {
        this.work = work;
    }

    /**
     * Sets an alarm.
     *
     * @param timer the clock
     * @param nanos from now
     * @param work what to do then, on the clock's thread, unless the alarm is called off before
     * @return the alarm, which is set
     * @throws RejectedExecutionException if the clock has too many already
     * @throws IllegalStateException if the clock was stopped
     */
    public static CallAlarm in(Timer timer, long nanos, Runnable work) {
        CallAlarm alarm = new CallAlarm(work);
        alarm.timeout = timer.newTimeout(alarm, nanos, TimeUnit.NANOSECONDS);
        return alarm;
    }

    /** Calls the alarm off; changes nothing once it has rung. */
    public void cancel() {
        work = null;
        timeout.cancel();
    }

    @Override
    public void run(Timeout due) {
        Runnable left = work;
        if (left != null) {
            left.run();
        }
    }
}
