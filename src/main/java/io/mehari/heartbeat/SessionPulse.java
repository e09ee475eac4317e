package io.mehari.heartbeat;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The heartbeats of one client. One that reads its stream is well; one that reads, but has long said nothing, is asked.
 * Clients without a stream cannot be asked, and are idle at worst. Safe for concurrent use.
 */
final class SessionPulse {
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Beats beats = new Beats();
    private final Schedule schedule;
    private boolean began;
    private CompletableFuture<?> open;
    private long askedAt;
    private int misses;
    private volatile String outcome = "none";
    private volatile long seen;

    /** How a client is. */
    enum State {
        /** It reads a stream, or was heard of lately. */
        ALIVE,
        /** It has no stream, and was not heard of for long. */
        IDLE,
        /** It does not read its stream, or does not answer. */
        UNRESPONSIVE
    }

    SessionPulse(Schedule schedule, Clock clock, LongSupplier nanoTime) {
        this.schedule = schedule;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** The client was there at this look. */
    void seenAt(long look) {
        seen = look;
    }

    boolean wasSeenAt(long look) {
        return seen == look;
    }

    /** One heartbeat, if it is time. */
    synchronized void beatIfDue(ClientSession session, HeartbeatSettings settings, Duration interval, long now) {
        if (!began) {
            began = true;
            schedule.begin(now, interval);
        }
        if (schedule.isDue(now)) {
            schedule.asked(now, interval);
            beat(session, settings, now);
        }
    }

    private void beat(ClientSession session, HeartbeatSettings settings, long now) {
        long patience = settings.timeout().toNanos();
        if (open != null) {
            if (now - askedAt >= patience) {
                open.cancel(false);
                open = null;
                missed("unanswered");
            }
        } else if (!session.isListening()) {
            outcome = "not listening";
            misses = 0;
        } else if (session.stalledNanos() >= patience) {
            missed("not read");
        } else if (now - session.heardAt() >= settings.sessionTimeout().toNanos()) {
            ask(session, now);
        } else {
            good("read");
        }
    }

    private void ask(ClientSession session, long now) {
        CompletableFuture<?> asked = session.ask();
        if (asked == null) {
            good("read");
        } else if (asked.isCompletedExceptionally()) {
            missed("cannot be asked");
        } else {
            open = asked;
            askedAt = now;
            asked.whenComplete((answer, failure) -> answered(asked, nanoTime.getAsLong()));
        }
    }

    /** An error is an answer as well. */
    private synchronized void answered(CompletableFuture<?> asked, long now) {
        if (open == asked && !asked.isCancelled()) {
            open = null;
            beats.took((double) (now - askedAt) / TimeUnit.MILLISECONDS.toNanos(1));
            good("answered");
        }
    }

    private void good(String how) {
        misses = 0;
        outcome = how;
        beats.answered(clock.instant());
    }

    private void missed(String how) {
        misses++;
        outcome = how;
        beats.failed(clock.instant());
    }

    synchronized State state(ClientSession session, HeartbeatSettings settings, long now) {
        if (misses > 0) {
            return State.UNRESPONSIVE;
        }
        boolean silent = now - session.heardAt() >= settings.sessionTimeout().toNanos();
        return silent && !session.isListening() ? State.IDLE : State.ALIVE;
    }

    /** Whether the client has left so many heartbeats in a row unanswered that it is taken for gone. */
    synchronized boolean isGone(HeartbeatSettings settings) {
        return misses >= settings.misses();
    }

    /** What became of the last heartbeat, in a word or two. */
    String outcome() {
        return outcome;
    }

    /** Looks at the beats under the lock of this pulse. */
    synchronized <T> T read(Function<Beats, T> reading) {
        return reading.apply(beats);
    }
}
