package io.mehari.protection;

import io.mehari.call.ToolCallResult.Failed;
import org.apache.camel.Exchange;

/**
 * How often one call has been sent again, wherever in its routes that was done: the limit holds for all of them together.
 * And whether it is being sent again at the moment, so that whoever gives up the recovery of a call knows that it cannot
 * run any more. Safe for concurrent use.
 */
public final class Resending {
    /** The exchange property; all copies of the exchange share the value. */
    public static final String PROPERTY = "mehariResending";

    private int attempts;
    private boolean working;
    private boolean closed;
    private Failed last;

    /**
     * That of a call.
     *
     * @param exchange of the call
     * @return the one that it has, or a new one that it has from now on
     */
    public static Resending of(Exchange exchange) {
        Resending known = exchange.getProperty(PROPERTY, Resending.class);
        if (known != null) {
            return known;
        }
        Resending first = new Resending();
        exchange.setProperty(PROPERTY, first);
        return first;
    }

    /**
     * Attempts, and the pauses before them, begin.
     *
     * @return false if the call must not be sent any more, or someone else sends it
     */
    synchronized boolean begin() {
        boolean free = !working && !closed;
        working |= free;
        return free;
    }

    /**
     * Whether the call is being sent again, so that nobody else does it within.
     *
     * @return true from the first pause to the end of the last attempt
     */
    synchronized boolean isWorking() {
        return working;
    }

    /**
     * They have ended.
     *
     * @param made how often the call has been sent again so far
     * @param failure how the last attempt failed; null if it did not
     */
    synchronized void end(int made, Failed failure) {
        working = false;
        attempts = made;
        last = failure;
    }

    /**
     * Lets nobody send the call any more.
     *
     * @return false if it is being sent, or pauses before that, at this moment: then nothing has changed
     */
    public synchronized boolean close() {
        closed |= !working;
        return !working;
    }

    /**
     * How often the call has been sent again.
     *
     * @return 0 or more
     */
    public synchronized int attempts() {
        return attempts;
    }

    /**
     * How the last attempt failed that {@link RetryProcessor} knows of.
     *
     * @return null if there was none, or it succeeded
     */
    public synchronized Failed last() {
        return last;
    }
}
