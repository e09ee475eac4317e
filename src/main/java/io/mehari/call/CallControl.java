package io.mehari.call;

import io.mehari.exchange.ExchangeState;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets whoever answers a call early tell those still working on it that nobody waits any more. Lives in the
 * exchange property {@link ExchangeState#CONTROL}, shared by all copies of the exchange. Safe for concurrent use.
 */
public final class CallControl {
    private List<Runnable> hooks = new ArrayList<>(2);
    private boolean cancelled;
    private boolean recorded;

    /** Whether the call has been given up; work not begun yet must not begin. */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /**
     * Runs this once the call is given up; at once if it has been already.
     *
     * @return takes the hook back; to be run when the work it would end has ended by itself
     */
    public Runnable onCancel(Runnable hook) {
        synchronized (this) {
            if (!cancelled) {
                hooks.add(hook);
                return () -> forget(hook);
            }
        }
        hook.run();
        return () -> {};
    }

    /** Whether the asker is the first who wants to record how the call ended: one call, one event. */
    public synchronized boolean claimRecord() {
        boolean first = !recorded;
        recorded = true;
        return first;
    }

    /**
     * Gives the call up. Only the first time has an effect. Every hook is run, even after one that throws.
     *
     * @throws RuntimeException what the first such hook threw, the others' suppressed
     */
    public void cancel() {
        List<Runnable> toRun;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
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
        if (!cancelled) {
            hooks.remove(hook);
        }
    }
}
