package io.mehari.upstream.replica;

import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * How long one call waits for replicas that connect: for all of them together no longer than for a server with one
 * connection, since all of them connect meanwhile. Safe for concurrent use.
 */
final class ReplicaWait {
    /** As long as a call waits for one connection. */
    static final Duration LONGEST = Duration.ofSeconds(5);

    private final Timer timer;
    private Timeout limit;
    private boolean over;

    ReplicaWait(Timer timer) {
        this.timer = timer;
    }

    /**
     * The call waits; counts from the first time.
     *
     * @param late runs on the timer's thread when it has waited long enough
     * @return whether this is the first time
     */
    synchronized boolean begin(Runnable late) {
        if (limit != null || over) {
            return false;
        }
        try {
            limit = timer.newTimeout(timeout -> late(late), LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            over = true; // a timer that is full or stopped: the replica's own limit ends the wait
        }
        return true;
    }

    private void late(Runnable late) {
        synchronized (this) {
            over = true;
        }
        late.run();
    }

    /** Whether the call has waited long enough: only a replica that is connected may take it now. */
    synchronized boolean isOver() {
        return over;
    }

    /** The call has ended. */
    synchronized void end() {
        if (limit != null) {
            limit.cancel();
        }
    }
}
