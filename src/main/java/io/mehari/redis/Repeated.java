package io.mehari.redis;

import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Redis something again and again, one at a time, with a pause between. Has no thread of its own. Safe for concurrent use.
 */
public final class Repeated implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repeated.class);

    private final Timer timer;
    private final Duration pause;
    private final Supplier<? extends CompletionStage<?>> action;
    private boolean running;
    private boolean again;
    private boolean closed;
    private Timeout next;

    /**
     * Not begun yet.
     *
     * @param timer for the pauses
     * @param pause from the end of one to the beginning of the next
     * @param action begins it and does not wait; its stage must end some time
     */
    public Repeated(Timer timer, Duration pause, Supplier<? extends CompletionStage<?>> action) {
        this.timer = timer;
        this.pause = pause;
        this.action = action;
    }

    /** Does it now, or once more right after the one that is on its way; from then on it is repeated. */
    public void now() {
        synchronized (this) {
            again = running;
            if (running || closed) {
                return;
            }
            if (next != null) {
                next.cancel();
            }
            running = true;
        }
        begin();
    }

    private void begin() {
        CompletionStage<?> end;
        try {
            end = action.get();
        } catch (RuntimeException e) {
            LOG.warn("Something that is done again and again failed", e);
            end = CompletableFuture.completedFuture(null);
        }
        end.whenComplete((done, failure) -> ended());
    }

    private void ended() {
        synchronized (this) {
            running = false;
            if (closed) {
                return;
            }
            if (!again) {
                next = timer.newTimeout(due -> now(), pause.toNanos(), TimeUnit.NANOSECONDS);
                return;
            }
        }
        now();
    }

    /** Begins nothing more. May be called twice. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }
}
