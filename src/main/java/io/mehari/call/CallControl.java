package io.mehari.call;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets whoever answers a call early tell those still working on it that nobody waits any more. Lives in the
 * exchange property {@link ExchangeState#CONTROL}, shared by all copies of the exchange. Safe for concurrent use.
 */
public final class CallControl {
    private List<Runnable> hooks = new ArrayList<>(2);
    private boolean cancelled;

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

    /** Gives the call up. Only the first time has an effect. */
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
        toRun.forEach(Runnable::run);
    }

    private synchronized void forget(Runnable hook) {
        if (!cancelled) {
            hooks.remove(hook);
        }
    }
}
