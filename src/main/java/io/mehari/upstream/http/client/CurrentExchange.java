package io.mehari.upstream.http.client;

import java.util.function.Supplier;

/**
 * The exchange on its way, of those that follow each other for one purpose. None is begun any more once they are given
 * up. Safe for concurrent use.
 */
public final class CurrentExchange {
    private HttpExchange running;
    private boolean givenUp;

    /** Begins the next one, unless they were given up. */
    public void begin(Supplier<HttpExchange> exchange) {
        if (isGivenUp()) {
            return;
        }
        HttpExchange next = exchange.get();
        synchronized (this) {
            running = next;
        }
        if (isGivenUp()) {
            next.abort();
        }
    }

    /** Whether no more are begun. */
    public synchronized boolean isGivenUp() {
        return givenUp;
    }

    /** Gives them up: the receiver hears nothing more. */
    public void abort() {
        HttpExchange last;
        synchronized (this) {
            givenUp = true;
            last = running;
        }
        if (last != null) {
            last.abort();
        }
    }
}
