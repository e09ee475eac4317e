package io.mehari.upstream.session;

import io.mehari.upstream.Offer;
import io.mehari.upstream.lifecycle.Connection;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.RequestFailedException;
import io.mehari.upstream.lifecycle.ServerIdentity;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** How a connection of the legacy era becomes ready, within the limit for connecting. */
public final class Joining {
    /** Shortest pause before a server is tried again that has refused the handshake. */
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(10);

    private final Connection connection;
    private final Session session;
    private final ConnectionOwner owner;
    private final BiConsumer<String, Duration> lost;
    private volatile Runnable limit = () -> {};

    /**
     * A connection that has not begun.
     *
     * @param owner notified of the tools, and then that the connection is ready
     * @param lost notified of why it did not become ready, and of the shortest pause before the next attempt; may be called
     *     more than once
     */
    public Joining(Connection connection, Session session, ConnectionOwner owner, BiConsumer<String, Duration> lost) {
        this.connection = connection;
        this.session = session;
        this.owner = owner;
        this.lost = lost;
    }

    /**
     * From now on the time counts.
     *
     * @param remedy what to do when it is over, behind the cause
     */
    public void limit(Timer timer, Duration longest, String remedy) {
        Timeout timeout = timer.newTimeout(
                due -> lost.accept(
                        "did not complete initialize and tools/list within " + longest.toSeconds() + " s" + remedy,
                        Duration.ZERO),
                longest.toMillis(),
                TimeUnit.MILLISECONDS);
        limitedBy(timeout::cancel);
    }

    /**
     * From now on somebody else counts the time.
     *
     * @param end run when it counts no more
     */
    public void limitedBy(Runnable end) {
        limit = end;
    }

    /**
     * Goes through the handshake.
     *
     * @param onIdentity notified of what the server said about itself, before anything else is sent
     * @param onReady run when the connection is ready
     */
    public void begin(Consumer<ServerIdentity> onIdentity, Runnable onReady) {
        session.join(onIdentity).whenComplete((joined, failure) -> {
            end();
            if (failure == null) {
                owner.listRead(Offer.Kind.TOOLS, joined.tools());
                owner.ready(connection, joined.identity());
                onReady.run();
                session.readOffer(joined.identity());
            } else {
                RequestFailedException reason = RequestFailedException.of(failure);
                lost.accept(reason.getMessage(), reason.isRefusal() ? AFTER_REFUSAL : Duration.ZERO);
            }
        });
    }

    /** The time counts no more: the connection is ready, or over. */
    public void end() {
        limit.run();
    }
}
