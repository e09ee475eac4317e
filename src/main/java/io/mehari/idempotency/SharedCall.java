package io.mehari.idempotency;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One call in flight and all who wait for it. Each waiter gets answer and progress on its own thread; one that leaves
 * disturbs nobody. When the last one has left, the call goes on for a while, since who sends a key will ask again, and is
 * cancelled then. Safe for concurrent use.
 */
final class SharedCall {
    private final ToolCall call;
    private final String fingerprint;
    private final Duration grace;
    private final Timer timer;
    private final CallControl control;
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private Timeout alarm;
    private Ended ended;

    /** How it ended; {@code elsewhere} is the request that ran it in another gateway, null if none did. */
    private record Ended(ToolCallResult result, boolean kept, String elsewhere) {}

    /** One request that waits. */
    private final class Waiter {
        private final CallControl own;
        private final boolean joined;
        private final CompletableFuture<KeyedAnswer> answer = new CompletableFuture<>();
        private volatile Runnable forget = () -> {};

        Waiter(CallControl own, boolean joined) {
            this.own = own;
            this.joined = joined;
        }

        void give(Ended end) {
            forget.run();
            own.resume(() -> answer.complete(answerOf(end, joined)));
        }

        /** Nobody reads it, but its request ends. */
        void leave() {
            String message = "The request has ended before its call, which goes on for a while";
            answer.complete(answerOf(new Ended(Failed.cancelled(call.server(), message), false, null), joined));
        }
    }

    /**
     * A call that has not begun and for which nobody waits.
     *
     * @param call what is called
     * @param fingerprint of server, tool and arguments
     * @param first on whose thread the call goes on
     * @param grace how long it goes on without a waiter
     * @param timer ends that time
     */
    SharedCall(ToolCall call, String fingerprint, CallControl first, Duration grace, Timer timer) {
        this.call = call;
        this.fingerprint = fingerprint;
        this.grace = grace;
        this.timer = timer;
        this.control = new CallControl(this::progressed, first::resume);
    }

    /**
     * By which the call is cancelled.
     *
     * @return to be given to the pipeline
     */
    CallControl control() {
        return control;
    }

    /**
     * The request that runs it.
     *
     * @return its id
     */
    String requestId() {
        return call.context().requestId();
    }

    /**
     * What is called.
     *
     * @return fingerprint of server, tool and arguments
     */
    String fingerprint() {
        return fingerprint;
    }

    /**
     * Whether it is the same call.
     *
     * @param other a fingerprint
     * @return false for another server, tool or arguments
     */
    boolean fits(String other) {
        return fingerprint.equals(other);
    }

    /**
     * Waits for the call.
     *
     * @param own control of the request that waits
     * @param joined whether another request runs the call
     * @return the answer, completed on that request's thread; as cancelled as soon as that request is
     */
    CompletableFuture<KeyedAnswer> join(CallControl own, boolean joined) {
        Waiter waiter = new Waiter(own, joined);
        synchronized (this) {
            if (ended == null) {
                waiters.add(waiter);
                stopAlarm();
            }
        }
        waiter.forget = own.onCancel(() -> leave(waiter));
        Ended end;
        synchronized (this) {
            end = ended;
        }
        if (end != null) {
            waiter.give(end);
        }
        return waiter.answer;
    }

    /**
     * The call has ended.
     *
     * @param result how
     * @param kept whether the answer is kept
     */
    void end(ToolCallResult result, boolean kept) {
        end(new Ended(result, kept, null));
    }

    /**
     * The call has not run here, but for a request to another gateway.
     *
     * @param result how it ended
     * @param ranFor id of that request
     */
    void endElsewhere(ToolCallResult result, String ranFor) {
        end(new Ended(result, true, ranFor));
    }

    private void end(Ended end) {
        List<Waiter> all;
        synchronized (this) {
            ended = end;
            stopAlarm();
            all = List.copyOf(waiters);
            waiters.clear();
        }
        all.forEach(waiter -> waiter.give(ended));
    }

    private KeyedAnswer answerOf(Ended end, boolean joined) {
        return end.elsewhere() == null
                ? new KeyedAnswer(end.result(), requestId(), joined, end.kept(), control)
                : new KeyedAnswer(end.result(), end.elsewhere(), true, end.kept(), null);
    }

    private void progressed(ObjectNode params) {
        List<Waiter> all;
        synchronized (this) {
            all = List.copyOf(waiters);
        }
        all.forEach(waiter -> waiter.own.progressed(params));
    }

    private void leave(Waiter waiter) {
        boolean alone;
        synchronized (this) {
            alone = waiters.remove(waiter) && waiters.isEmpty();
        }
        waiter.leave();
        if (alone) {
            cancelLater();
        }
    }

    private void cancelLater() {
        boolean immediately = grace.isZero();
        synchronized (this) {
            if (!immediately && waiters.isEmpty() && ended == null) {
                try {
                    stopAlarm();
                    alarm = timer.newTimeout(due -> cancelIfAlone(), grace.toNanos(), TimeUnit.NANOSECONDS);
                } catch (RejectedExecutionException | IllegalStateException e) {
                    immediately = true; // without a timer nobody would end it
                }
            }
        }
        if (immediately) {
            cancelIfAlone();
        }
    }

    private void cancelIfAlone() {
        boolean alone;
        synchronized (this) {
            alone = waiters.isEmpty() && ended == null;
        }
        if (alone) {
            control.resume(() -> control.cancel(CancelCause.CALLER));
        }
    }

    private void stopAlarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }
}
