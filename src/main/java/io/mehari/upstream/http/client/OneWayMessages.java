package io.mehari.upstream.http.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.session.MessageWriter;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one connection that no answer is waited for: a few at a time, each for 10 s, the others wait for them, and
 * are dropped where too many wait. Safe for concurrent use.
 */
public final class OneWayMessages {
    private static final Logger LOG = LoggerFactory.getLogger(OneWayMessages.class);
    private static final int CONNECTIONS = 4;
    private static final int QUEUED = 1_000;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final String server;
    private final Timer timer;
    private final BiFunction<byte[], HttpReceiver, HttpExchange> post;
    private final ExchangeQueue queue = new ExchangeQueue(CONNECTIONS, QUEUED);
    private volatile CompletableFuture<Void> initialized = CompletableFuture.completedFuture(null);

    /**
     * None yet.
     *
     * @param timer ends exchanges that take too long
     * @param post begins the exchange of a message
     */
    public OneWayMessages(String server, Timer timer, BiFunction<byte[], HttpReceiver, HttpExchange> post) {
        this.server = server;
        this.timer = timer;
        this.post = post;
    }

    /** Sends a message. */
    public void send(ObjectNode message) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        if (message.path("method").asText().equals(McpMethod.INITIALIZED)) {
            initialized = end;
        }
        boolean taken = queue.offer(() -> {
            end.thenRun(queue::release);
            post(MessageWriter.line(message), end);
            return true;
        });
        if (!taken) {
            end.complete(null);
            LOG.debug("Upstream {}: a message without an answer was dropped, too many are on their way", server);
        }
    }

    /** A server that leaves it unanswered, or answers without end, must not hold up the next ones. */
    private void post(byte[] bytes, CompletableFuture<Void> end) {
        HttpExchange exchange = post.apply(bytes, new OneWayMessage(end));
        Timeout limit = timer.newTimeout(timeout -> end.complete(null), LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        end.thenRun(() -> {
            limit.cancel();
            exchange.abort();
        });
    }

    /** Runs it when {@code initialized} is not on its way any more: a server may refuse what arrives before it. */
    public void afterInitialized(Runnable request) {
        initialized.thenRun(request);
    }
}
