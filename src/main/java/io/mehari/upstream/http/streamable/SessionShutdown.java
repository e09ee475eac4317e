package io.mehari.upstream.http.streamable;

import io.mehari.upstream.http.client.HttpExchange;
import io.mehari.upstream.http.client.OneWayMessage;
import io.mehari.upstream.http.client.OutgoingCalls;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The two steps by which a session ends in order: calls may end, then the server is notified. Each is bounded. */
final class SessionShutdown {
    private SessionShutdown() {}

    /** Ends when no request is on its way any more, or the time is over. */
    static CompletableFuture<Void> drain(OutgoingCalls calls, Duration grace, Timer timer) {
        return bounded(calls.drained(), grace, timer);
    }

    /** Ends the session at the server, if it has one. */
    static CompletableFuture<Void> delete(
            StreamableConnection connection, String sessionId, Duration grace, Timer timer) {
        if (sessionId == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> end = new CompletableFuture<>();
        HttpExchange exchange =
                connection.endpoint().delete(connection.endpoint().url(), connection.headers(), new OneWayMessage(end));
        return bounded(end, grace, timer).thenRun(exchange::abort);
    }

    private static CompletableFuture<Void> bounded(CompletableFuture<Void> end, Duration grace, Timer timer) {
        CompletableFuture<Void> either = new CompletableFuture<>();
        var limit = timer.newTimeout(timeout -> either.complete(null), grace.toMillis(), TimeUnit.MILLISECONDS);
        end.thenRun(() -> {
            limit.cancel();
            either.complete(null);
        });
        return either;
    }
}
