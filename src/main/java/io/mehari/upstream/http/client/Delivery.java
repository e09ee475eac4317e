package io.mehari.upstream.http.client;

import io.mehari.call.ClientHeaders;
import io.mehari.upstream.session.OutgoingMessage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The way of one message to the server. Whether it leaves or is abandoned before is decided once: after that either may
 * be relied upon. Safe for concurrent use.
 */
public final class Delivery {
    private final OutgoingMessage message;
    private final CurrentExchange exchanges = new CurrentExchange();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private boolean left;

    /** A delivery that has not begun. */
    public Delivery(OutgoingMessage message) {
        this.message = message;
    }

    /** What is to be sent. */
    public byte[] bytes() {
        return message.bytes();
    }

    /** Headers of the caller that go with every exchange of it. */
    public ClientHeaders headers() {
        return message.headers();
    }

    /** Begins an exchange, the first one or one that follows it, unless the delivery was abandoned. */
    public void begin(Supplier<HttpExchange> exchange) {
        exchanges.begin(exchange);
    }

    /** Answers {@link HttpReceiver#leaving()}. */
    public boolean leaves() {
        boolean leaves;
        synchronized (this) {
            leaves = !exchanges.isAbandoned() && (left || message.claim());
            left |= leaves;
        }
        if (!leaves) {
            end();
        }
        return leaves;
    }

    /** Whether a byte of it may have left. If it has ended and none had, none will. */
    public synchronized boolean hasLeft() {
        return left;
    }

    /** Abandons it if nothing of it has left. */
    public void withdraw() {
        synchronized (this) {
            if (left) {
                return;
            }
            exchanges.abort();
        }
        end();
    }

    /** Abandons it; no one is notified. */
    public void abort() {
        exchanges.abort();
        end();
    }

    /** It is over. */
    public void end() {
        end.complete(null);
    }

    /** Ends when nothing of it is on its way any more. */
    public CompletableFuture<Void> ended() {
        return end;
    }
}
