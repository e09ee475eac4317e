package io.mehari.launch;

import io.mehari.monitoring.Heartbeats;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import java.util.concurrent.TimeUnit;

/**
 * Shows that the clock of all deadlines goes on.
 *
 * @param heartbeats notified every five seconds
 */
record TimerHeartbeat(Heartbeats heartbeats) implements TimerTask {
    private static final long PERIOD_SECONDS = 5;

    /** Begins to beat, until the timer stops. */
    void startOn(Timer timer) {
        timer.newTimeout(this, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void run(Timeout timeout) {
        heartbeats.beat("deadlines");
        startOn(timeout.timer());
    }
}
