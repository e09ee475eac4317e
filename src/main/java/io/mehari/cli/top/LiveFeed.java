package io.mehari.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mehari.protocol.Json;
import io.mehari.text.PrintableText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Follows a gateway over the WebSocket of its live plane: events come by themselves, lists are asked for every two seconds. Comes
 * back by itself where the connection is lost. Safe for concurrent use.
 */
final class LiveFeed implements WebSocket.Listener, AutoCloseable {
    private static final List<String> ASKED = List.of("list_upstreams", "list_routes");
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(2);
    private static final long SILENT = TimeUnit.SECONDS.toNanos(15);
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_CALLS = 200;
    private static final int LONGEST_MESSAGE = 16 << 20;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI address;
    private final Optional<String> key;
    private final Map<String, JsonNode> known = new HashMap<>();
    private final Deque<JsonNode> calls = new ArrayDeque<>();
    private final StringBuilder parts = new StringBuilder();
    private CompletableFuture<WebSocket> socket;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
    private String trouble = "not connected yet";
    private long pause = SHORTEST;
    private long nextAttempt;
    private long nextAsked;
    private long heard;

    /**
     * Not connected.
     *
     * @param address of the WebSocket
     * @param key shown in the header, if there is one
     * @param now by {@link System#nanoTime()}
     */
    LiveFeed(URI address, Optional<String> key, long now) {
        this.address = address;
        this.key = key;
        this.nextAttempt = now;
    }

    /** Connects, asks, or comes back, as it is time for. Never blocks. */
    synchronized void tick(long now) {
        if (socket == null) {
            if (now - nextAttempt >= 0) {
                connect(now);
            }
        } else if (socket.isDone() && now - heard > SILENT) {
            lost("it has not answered for " + TimeUnit.NANOSECONDS.toSeconds(SILENT) + " s", now);
        } else if (socket.isDone() && now - nextAsked >= 0) {
            nextAsked = now + PERIOD;
            ASKED.forEach(command -> send(command, "{}"));
        }
    }

    private void connect(long now) {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(5));
        key.ifPresent(shown -> builder.header("Authorization", "Bearer " + shown));
        parts.setLength(0);
        CompletableFuture<WebSocket> opening = builder.buildAsync(address, this);
        socket = opening;
        nextAsked = now;
        heard = now;
        opening.whenComplete((open, failure) -> {
            if (failure != null) {
                lost(reason(failure), System.nanoTime());
            } else {
                opened();
            }
        });
    }

    private synchronized void opened() {
        heard = System.nanoTime();
        send("subscribe", "{\"topics\":[\"stats\",\"calls\"]}");
        send("get_stats", "{}");
    }

    /** A WebSocket of the JDK sends one message at a time. */
    private void send(String command, String params) {
        String text = "{\"id\":\"" + command + "\",\"method\":\"" + command + "\",\"params\":" + params + "}";
        CompletableFuture<WebSocket> open = socket;
        sending = sending.handle((done, never) -> null)
                .thenCompose(free -> open.thenCompose(connected -> connected.sendText(text, true)));
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        from.request(1);
        synchronized (this) {
            if (parts.length() + data.length() <= LONGEST_MESSAGE) {
                parts.append(data);
            }
            if (last) {
                take(parts.toString());
                parts.setLength(0);
            }
        }
        return null;
    }

    private void take(String text) {
        heard = System.nanoTime();
        JsonNode message;
        try {
            message = Json.read(text);
        } catch (IOException e) {
            return; // no message of a gateway
        }
        if (message.has("error")) {
            trouble =
                    "it says: " + PrintableText.of(message.at("/error/message").asText());
        } else if (message.path("id").isTextual()) {
            known.put(message.path("id").asText(), message.path("result"));
            trouble = "";
            pause = SHORTEST;
        } else if (message.path("type").asText().equals("stats_update")) {
            known.put("get_stats", message.path("payload"));
        } else if (message.path("type").asText().equals("call_completed")) {
            calls.addFirst(message);
            if (calls.size() > MOST_CALLS) {
                calls.removeLast();
            }
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        lost(from, reason.isEmpty() ? "it has closed the connection" : "it says: " + PrintableText.of(reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        lost(from, "the connection was lost");
    }

    private synchronized void lost(WebSocket from, String why) {
        if (socket != null && socket.getNow(null) == from) {
            lost(why, System.nanoTime());
        }
    }

    private synchronized void lost(String why, long now) {
        if (socket != null) {
            socket.thenAccept(WebSocket::abort);
        }
        socket = null;
        trouble = why;
        nextAttempt = now + pause;
        pause = Math.min(LONGEST, 2 * pause);
    }

    private String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException refused) {
            int status = refused.getResponse().statusCode();
            return status == 401 || status == 403
                    ? "it wants a key with the scope monitor: --api-key KEY, or the variable MEHARI_API_KEY"
                    : "what answers there is no live plane (status " + status + "); say where it is with --url";
        }
        return "nothing answers there; is the gateway running, and its live plane at this address (--url)?";
    }

    /** {@return what is known} */
    synchronized LiveView view(long now) {
        String said = trouble;
        if (socket == null) {
            long seconds = Math.max(0, TimeUnit.NANOSECONDS.toSeconds(nextAttempt - now + PERIOD / 4));
            said = trouble + ". Next attempt in " + seconds + " s";
        }
        return new LiveView(
                address.toString(),
                said,
                known.getOrDefault("get_stats", MissingNode.getInstance()),
                list("list_upstreams", "servers"),
                list("list_routes", "routes"),
                List.copyOf(calls));
    }

    private List<JsonNode> list(String command, String member) {
        List<JsonNode> list = new ArrayList<>();
        known.getOrDefault(command, MissingNode.getInstance()).path(member).forEach(list::add);
        return list;
    }

    @Override
    public synchronized void close() {
        if (socket != null) {
            socket.thenAccept(WebSocket::abort);
        }
        socket = null;
        nextAttempt = Long.MAX_VALUE;
    }
}
