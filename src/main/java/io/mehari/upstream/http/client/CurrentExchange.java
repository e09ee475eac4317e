package io.mehari.upstream.http.client;

import java.util.function.Supplier;

/**
 * The exchange on its way, of those that follow each other for one purpose. None is begun any more once they are
 * abandoned. Safe for concurrent use.
 */
public final class CurrentExchange {
    private HttpExchange running;
    private boolean abandoned;

    /** Begins the next one, unless they were abandoned. */
    public void begin(Supplier<HttpExchange> exchange) {
        if (isAbandoned()) {
            return;
        }
        HttpExchange next = exchange.get();
        synchronized (this) {
            running = next;
        }
        if (isAbandoned()) {
            next.abort();
        }
    }

    /** Whether no more are begun. */
    public synchronized boolean isAbandoned() {
        return abandoned;
    }

    /** Abandons the one on its way; others may follow. */
    public void abortRunning() {
        HttpExchange current;
        synchronized (this) {
            current = running;
        }
        if (current != null) {
            current.abort();
        }
    }

    /** Abandons them: the receiver is notified of nothing more. */
    public void abort() {
        HttpExchange last;
        synchronized (this) {
            abandoned = true;
            last = running;
        }
        if (last != null) {
            last.abort();
        }
    }
}
