package io.mehari.upstream.session;

import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.lifecycle.RequestFailedException;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Checks that a server that has been quiet is alive before calls are sent to it: what is lost then is the question,
 * never a call. One question at a time, for which all calls wait. Safe for concurrent use.
 *
 * <p>Only an answer to that question counts: what else arrives meanwhile may have left the server before it froze. A
 * server that works on a call is not asked: it may be too busy to answer, and that call has limits of its own.
 */
public final class IdleCheck {
    private static final CompletableFuture<Void> NOTHING_TO_ASK = CompletableFuture.completedFuture(null);

    private final Session session;
    private final Duration after;
    private final Duration within;
    private final Timer timer;
    private final Consumer<String> lost;
    private volatile long lastSign = System.nanoTime();
    private CompletableFuture<Void> asking;

    /**
     * A check of one connection.
     *
     * @param after time without anything from the server after which it is asked
     * @param within longest wait for its answer
     * @param lost notified of why the connection is over when no answer came; may be called more than once
     */
    public IdleCheck(Session session, Duration after, Duration within, Timer timer, Consumer<String> lost) {
        this.session = session;
        this.after = after;
        this.within = within;
        this.timer = timer;
        this.lost = lost;
    }

    /** Something arrived from the server. */
    public void alive() {
        lastSign = System.nanoTime();
    }

    /** Runs it immediately, or after the liveness check; also if that fails, when the connection is lost before. */
    public void before(Runnable send) {
        if (System.nanoTime() - lastSign < after.toNanos()) {
            send.run();
        } else {
            askIfIdle().thenRun(send);
        }
    }

    private CompletableFuture<Void> askIfIdle() {
        synchronized (this) {
            if (asking == null && !session.isIdle()) {
                return NOTHING_TO_ASK;
            }
        }
        return ask();
    }

    /** Asks whatever arrived before; ends with the answer, or when the connection was lost for want of one. */
    public CompletableFuture<Void> ask() {
        CompletableFuture<Void> answer;
        synchronized (this) {
            if (asking != null) {
                return asking;
            }
            answer = new CompletableFuture<>();
            asking = answer;
        }
        Timeout limit = timer.newTimeout(
                timeout -> settle(
                        answer,
                        "was quiet and did not answer a liveness check within " + within.toMillis() / 1000.0 + " s"),
                within.toMillis(),
                TimeUnit.MILLISECONDS);
        ping(answer, true).whenComplete((reason, failure) -> {
            limit.cancel();
            settle(answer, reason);
        });
        return answer;
    }

    /**
     * Asks, and where the connection of the question has ended, which says nothing of the server, once more.
     *
     * @return why the server is not alive; null if it is. Never ends exceptionally
     */
    private CompletableFuture<String> ping(CompletableFuture<Void> answer, boolean again) {
        return session.request(McpMethod.PING, Json.object())
                .handle((result, failure) -> {
                    if (failure == null || RequestFailedException.of(failure).isAnswered()) {
                        return CompletableFuture.<String>completedFuture(null);
                    }
                    return again && isAsking(answer)
                            ? ping(answer, false)
                            : CompletableFuture.completedFuture("ended the connections of two liveness checks");
                })
                .thenCompose(reason -> reason);
    }

    private synchronized boolean isAsking(CompletableFuture<Void> answer) {
        return asking == answer;
    }

    /** Any answer shows that the server is alive, also one that says that ping is not known: then there is no reason. */
    private void settle(CompletableFuture<Void> answer, String reason) {
        synchronized (this) {
            if (asking != answer) {
                return;
            }
            asking = null;
        }
        if (reason == null) {
            alive();
        } else {
            lost.accept(reason);
        }
        answer.complete(null);
    }
}
