package io.mehari.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.LongSupplier;

/**
 * What connects all parts that work on a call to the endpoint it came from: the endpoint or a deadline cancels it here,
 * progress goes back through it, and whoever ends a wait resumes the call on the endpoint's thread. Made by the
 * endpoint, shared by all copies of the exchange. Safe for concurrent use.
 */
public final class CallControl {
    private static final AtomicIntegerFieldUpdater<CallControl> ROUTES =
            AtomicIntegerFieldUpdater.newUpdater(CallControl.class, "routes");

    private final ProgressListener progress;
    private final Executor resumeOn;
    private final Client client;
    private final CallControl outer;
    private List<Runnable> hooks = new ArrayList<>(4);
    private CancelCause cause;
    private boolean recorded;
    private volatile int routes;
    private AtomicInteger deepRoutes;
    private long waitedNanos;
    private long ranNanos;
    private volatile Asking asking;
    private volatile CallTrace trace;
    private volatile Quota quota = Quota.UNLIMITED;

    /** Why a call was cancelled. */
    public enum CancelCause {
        /** A limit of the gateway fired: the call has taken too long. */
        LIMIT,
        /** Its caller has disconnected or cancelled it: no one is waiting for the result. */
        CALLER
    }

    /** The control of a call whose caller wants no progress and which may resume on any thread. */
    public CallControl() {
        this(params -> {}, Runnable::run);
    }

    /**
     * The control of a call that came from an endpoint.
     *
     * @param progress takes the progress of the call; must not block
     * @param resumeOn runs what follows a wait, such as the event loop of the caller's connection
     */
    public CallControl(ProgressListener progress, Executor resumeOn) {
        this(progress, resumeOn, Client.NONE);
    }

    /**
     * The control of a call of an MCP client, which servers may turn to while it runs.
     *
     * @param progress takes the progress of the call; must not block
     * @param resumeOn runs what follows a wait, such as the event loop of the caller's connection
     * @param client what servers may ask and notify
     */
    public CallControl(ProgressListener progress, Executor resumeOn, Client client) {
        this(progress, resumeOn, client, null);
    }

    private CallControl(ProgressListener progress, Executor resumeOn, Client client, CallControl outer) {
        this.progress = progress;
        this.resumeOn = resumeOn;
        this.client = client;
        this.outer = outer;
    }

    /**
     * The control of work inside this call, such as a call that it makes: its progress and its questions are those of
     * this call, whose limits stand still with its own.
     *
     * @param resumeOnInside runs what follows a wait inside
     * @return a control that is cancelled by itself
     */
    public CallControl within(Executor resumeOnInside) {
        return within(progress, resumeOnInside);
    }

    /**
     * The control of work inside this call whose progress is not passed on as it is.
     *
     * @param progressInside takes the progress of the work; must not block
     * @param resumeOnInside runs what follows a wait inside
     * @return a control that is cancelled by itself
     */
    public CallControl within(ProgressListener progressInside, Executor resumeOnInside) {
        return new CallControl(progressInside, resumeOnInside, client, this);
    }

    /**
     * The client as servers turn to it in this call: while it is asked, the limits of the call stand still.
     *
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     * @return {@link #client()} itself if no server can ask it anything
     */
    public Client askedClient(LongSupplier nanoTime) {
        return client == Client.NONE ? client : new ClientInCall(client, this, nanoTime);
    }

    /**
     * The MCP client that the call comes from.
     *
     * @return {@link Client#NONE} if no server can turn to the caller
     */
    public Client client() {
        return client;
    }

    /**
     * A question to the client begins: until {@link #answered} all limits of the call stand still, since what it waits
     * for is its own caller.
     *
     * @param now by {@link System#nanoTime()}
     */
    public void asked(long now) {
        asking().asked(now);
        if (outer != null) {
            outer.asked(now);
        }
    }

    /**
     * A question to the client has ended, however.
     *
     * @param now by {@link System#nanoTime()}
     */
    public void answered(long now) {
        asking().answered(now);
        if (outer != null) {
            outer.answered(now);
        }
    }

    /**
     * How long the call has waited for answers of its client; no limit counts this time.
     *
     * @param now by {@link System#nanoTime()}
     * @return nanoseconds until now; 0 if it was never asked
     */
    public long askedNanos(long now) {
        Asking known = asking;
        return known == null ? 0 : known.nanos(now);
    }

    /**
     * Whether a question to the client is open.
     *
     * @return true between {@link #asked} and {@link #answered}
     */
    public boolean isAsking() {
        Asking known = asking;
        return known != null && known.isOpen();
    }

    /**
     * Runs a hook each time {@link #isAsking} has changed, for what is not to be held while the call waits for its client.
     *
     * @param hook asks {@link #isAsking}, which may have changed again; must not block
     * @return removes the hook
     */
    public Runnable onAsking(Runnable hook) {
        Asking kept = asking();
        kept.add(hook);
        return () -> kept.remove(hook);
    }

    /**
     * The span of the call.
     *
     * @return that of the call around it if it has none itself; null while traces are off
     */
    public CallTrace trace() {
        CallTrace own = trace;
        return own == null && outer != null ? outer.trace() : own;
    }

    /**
     * The call has a span.
     *
     * @param begun its span, under which those of its attempts stand
     */
    public void trace(CallTrace begun) {
        trace = begun;
    }

    /**
     * What the caller may still call, as far as that was counted.
     *
     * @return {@link Quota#UNLIMITED} where there is no limit, or it has not been looked at yet
     */
    public Quota quota() {
        return quota;
    }

    /**
     * The call has been counted.
     *
     * @param left what its caller may still call
     */
    public void quota(Quota left) {
        quota = left;
    }

    private synchronized Asking asking() {
        if (asking == null) {
            asking = new Asking();
        }
        return asking;
    }

    /**
     * Whether the call has been cancelled; work that has not begun must not begin.
     *
     * @return true once it has
     */
    public synchronized boolean isCancelled() {
        return cause != null;
    }

    /**
     * Whether the call has been cancelled because no one is waiting for its result.
     *
     * @return true once it has, for {@link CancelCause#CALLER}
     */
    public synchronized boolean isCallerGone() {
        return cause == CancelCause.CALLER;
    }

    /**
     * Passes a progress notification of the call to its caller.
     *
     * @param params parameters of the notification; to be read only
     */
    public void progressed(ObjectNode params) {
        progress.progressed(params);
    }

    /**
     * Continues the call on the thread that its endpoint wants; on the calling thread if that one has ended. For
     * whoever ends a wait on a thread that has other calls to serve: a timer, a writer.
     *
     * @param next the rest of the call
     */
    public void resume(Runnable next) {
        try {
            resumeOn.execute(next);
        } catch (RejectedExecutionException e) {
            next.run(); // the endpoint is stopping, but the call must end all the same
        }
    }

    /**
     * Runs a hook once the call is cancelled; immediately, on the calling thread, if it has been already.
     *
     * @param hook must not block
     * @return removes the hook; to be run when the work it would end has ended by itself
     */
    public Runnable onCancel(Runnable hook) {
        synchronized (this) {
            if (cause == null) {
                hooks.add(hook);
                return () -> forget(hook);
            }
        }
        hook.run();
        return () -> {};
    }

    /**
     * A route is entered for this call; {@link #leaveRoute} follows.
     *
     * @return how many routes are entered at the moment, this one included: never fewer than stand around each other
     */
    public int enterRoute() {
        return ROUTES.incrementAndGet(this);
    }

    /** A route that was entered for this call has ended. */
    public void leaveRoute() {
        ROUTES.decrementAndGet(this);
    }

    /**
     * Counts the hand-overs of this call that are deeper than is usual.
     *
     * @return the same one for all parts of the call
     */
    public synchronized AtomicInteger deepRoutes() {
        if (deepRoutes == null) {
            deepRoutes = new AtomicInteger();
        }
        return deepRoutes;
    }

    /**
     * Claims the right to record how the call ended: one call, one event.
     *
     * @return true the first time only
     */
    public synchronized boolean claimRecord() {
        boolean first = !recorded;
        recorded = true;
        return first;
    }

    /**
     * The call has waited for a place or a thread.
     *
     * @param nanos how long; adds to earlier waits
     */
    public synchronized void waited(long nanos) {
        waitedNanos += nanos;
    }

    /**
     * The call has been at its upstream, or in the route that is its tool.
     *
     * @param nanos how long; adds to earlier attempts
     */
    public synchronized void ran(long nanos) {
        ranNanos += nanos;
    }

    /**
     * How long the call has waited for places and threads.
     *
     * @return nanoseconds so far; 0 if it has not
     */
    public synchronized long waitedNanos() {
        return waitedNanos;
    }

    /**
     * How long the call has been at its upstream, all attempts together.
     *
     * @return nanoseconds so far; 0 if it has not been there
     */
    public synchronized long ranNanos() {
        return ranNanos;
    }

    /**
     * Cancels the call. Only the first time has an effect. Every hook is run, even after one that throws.
     *
     * @param why what ended it
     * @throws RuntimeException what the first such hook threw, with that of the others suppressed
     */
    public void cancel(CancelCause why) {
        List<Runnable> toRun;
        synchronized (this) {
            if (cause != null) {
                return;
            }
            cause = why;
            toRun = hooks;
            hooks = List.of();
        }
        runAll(toRun);
    }

    private static void runAll(List<Runnable> hooks) {
        RuntimeException first = null;
        for (Runnable hook : hooks) {
            try {
                hook.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private synchronized void forget(Runnable hook) {
        if (cause == null) {
            hooks.remove(hook);
        }
    }
}
