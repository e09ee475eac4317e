package io.mehari.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A client of the live plane over a real WebSocket: the one of the JDK. */
public final class LiveClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long SECONDS = 20;

    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private final AtomicInteger ids = new AtomicInteger();
    private WebSocket socket;

    /**
     * Opens a connection.
     *
     * @param address such as {@code ws://127.0.0.1:8765}
     * @param headers name, value, name, value
     */
    public static LiveClient open(String address, String... headers) {
        LiveClient client = new LiveClient();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        client.socket = builder.buildAsync(URI.create(address), client)
                .orTimeout(SECONDS, TimeUnit.SECONDS)
                .join();
        return client;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        parts.append(data);
        if (last) {
            messages.add(read(parts.toString()));
            parts.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(-1);
    }

    private static JsonNode read(String text) {
        try {
            return Json.read(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a text as it is. */
    public void send(String text) {
        socket.sendText(text, true).orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** The connection itself. */
    public WebSocket socket() {
        return socket;
    }

    /** Calls a command and waits for its whole answer. */
    public JsonNode ask(String method, ObjectNode params) {
        int id = ids.incrementAndGet();
        ObjectNode message = Json.object().put("id", id).put("method", method);
        message.set("params", params);
        send(Json.text(message));
        return await("the answer to " + method, answer -> answer.path("id").asInt(-1) == id && !answer.has("type"));
    }

    /** Calls a command that has a result. */
    public JsonNode call(String method, String params) {
        JsonNode answer = ask(method, Tools.json(params));
        if (!answer.has("result")) {
            throw new AssertionError(method + " was answered " + answer);
        }
        return answer.get("result");
    }

    /** The first message so far, or of the next seconds, that is meant. */
    public JsonNode await(String what, Predicate<JsonNode> meant) {
        return Awaitility.await(what)
                .atMost(SECONDS, TimeUnit.SECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() -> messages.stream().filter(meant).findFirst().orElse(null), found -> found != null);
    }

    /** All messages so far. */
    public List<JsonNode> messages() {
        return messages;
    }

    /** The status with which the connection was closed from the other side; -1 if it just ended. */
    public int awaitClose() {
        return closed.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** Ends the connection without a word. */
    public void kill() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .exceptionally(gone -> null)
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
        socket.abort();
    }
}
