package io.mehari.endpoint.http;

import io.mehari.network.ByteBudget;

/**
 * What one request holds of the budget of all: its body, what is collected for its response, and the response until it
 * has been written. Small ones are not counted ({@link ByteBudget#UNCOUNTED}). Safe for concurrent use.
 */
public final class HeldBytes {
    private final ByteBudget budget;
    private ByteBudget.Share share;
    private long bytes;
    private long reserved;
    private boolean closed;

    /**
     * Nothing is held.
     *
     * @param budget of the whole gateway
     */
    HeldBytes(ByteBudget budget) {
        this.budget = budget;
    }

    /**
     * Holds more.
     *
     * @param more bytes beyond those held by now
     * @return false if so much is not left, or everything was given back; what was held before stays
     */
    public synchronized boolean add(long more) {
        if (closed) {
            return false;
        }
        long all = bytes + more;
        if (all > ByteBudget.UNCOUNTED) {
            share = share == null ? budget.share() : share;
            if (!share.hold(all)) {
                return false;
            }
        }
        bytes = all;
        return true;
    }

    /**
     * Holds more now, and as much again for the response that will be made of it.
     *
     * @param more bytes beyond those held by now
     * @return false if so much is not left
     */
    public synchronized boolean addWithResponse(long more) {
        boolean fits = add(2 * more);
        reserved += fits ? more : 0;
        return fits;
    }

    /**
     * Holds more of a response: at first what was reserved for it.
     *
     * @param more bytes beyond those used by now
     * @return false if so much is not left
     */
    synchronized boolean use(long more) {
        long ofReserved = Math.min(reserved, more);
        if (more > ofReserved && !add(more - ofReserved)) {
            return false;
        }
        reserved -= ofReserved;
        return true;
    }

    /**
     * What a refusal says.
     *
     * @return names the setting, the limit and the remedy
     */
    public String full() {
        return "the calls in progress hold as many bytes as mehari.memory.max-held allows (" + budget.limit()
                + " bytes in all)";
    }

    /** Gives everything back, and can hold again. */
    synchronized void release() {
        bytes = 0;
        reserved = 0;
        if (share != null) {
            share.release();
        }
    }

    /** Gives everything back. Nothing can be held afterwards; closing again does nothing. */
    synchronized void close() {
        closed = true;
        if (share != null) {
            share.close();
        }
    }
}
