package io.mehari.bridge;

import io.mehari.bridge.HttpCalls.Reader;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The stream by which a gateway speaks by itself to a client of the legacy era: opened by GET, and again whenever it ends, from
 * the last event on. Safe for concurrent use.
 */
final class ServerStream {
    private static final int NOT_FOUND = 404;

    private final HttpCalls http;
    private final LegacySession session;
    private final MessageWriter writer;
    private final BridgeLimits limits;
    private final Consumer<String> log;
    private Optional<String> lastEventId = Optional.empty();
    private Duration pause;
    private HttpCall call;
    private int generation;

    ServerStream(
            HttpCalls http, LegacySession session, MessageWriter writer, BridgeLimits limits, Consumer<String> log) {
        this.http = http;
        this.session = session;
        this.writer = writer;
        this.limits = limits;
        this.log = log;
    }

    /** Opens it anew for the session that there is now. */
    synchronized void open() {
        close();
        lastEventId = Optional.empty();
        pause = limits.pause();
        connect(generation);
    }

    /** Ends it for good. */
    synchronized void close() {
        generation++;
        if (call != null) {
            call.cancel();
        }
    }

    private synchronized void connect(int of) {
        if (of != generation) {
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>(session.headers());
        lastEventId.ifPresent(id -> headers.put("Last-Event-ID", id));
        call = http.get(headers, new Reader(head -> {}, this::message));
        String id = session.id().orElse("");
        call.end().whenComplete((received, failure) -> ended(of, id, received));
    }

    private CompletableFuture<?> message(byte[] json) {
        synchronized (this) {
            pause = limits.pause();
        }
        try {
            return writer.write(OneLine.of(json, Json.read(json)));
        } catch (IOException e) {
            log.accept("the gateway sent an event that is no JSON: it is left out");
            return CompletableFuture.completedFuture(null);
        }
    }

    /** What is refused is not asked for again: a gateway need not have such a stream. */
    private synchronized void ended(int of, String id, Received received) {
        if (of != generation) {
            return;
        }
        if (received != null && !received.isSuccess()) {
            if (received.status() == NOT_FOUND && !id.isEmpty()) {
                session.renew(id);
            }
            return;
        }
        if (received != null) {
            lastEventId = received.lastEventId().or(() -> lastEventId);
        }
        Duration wait = received == null ? pause : received.retry().orElse(pause);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(limits.longestPause()) > 0 ? limits.longestPause() : twice;
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> connect(of));
    }
}
