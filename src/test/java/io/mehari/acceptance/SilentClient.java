package io.mehari.acceptance;

import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An MCP client of an older version that reads a stream, and leaves pings on it unanswered until it is told to answer: by
 * streamable HTTP (2025-11-25), or by HTTP+SSE (2024-11-05).
 */
final class SilentClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"%s\","
                    + "\"capabilities\":%s,\"clientInfo\":{\"name\":\"silent\",\"version\":\"1\"}}}";

    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final URI endpoint;
    private String session;
    private CompletableFuture<HttpResponse<Stream<String>>> stream;
    private volatile boolean answers;

    private SilentClient(URI endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * A client of streamable HTTP.
     *
     * @param path of the endpoint
     * @param capabilities what servers may ask it, as JSON
     */
    static SilentClient streamable(URI base, String path, String capabilities) throws Exception {
        SilentClient client = withoutStream(base, path, capabilities);
        client.listen();
        return client;
    }

    /** A client of streamable HTTP that reads no stream. */
    static SilentClient withoutStream(URI base, String path, String capabilities) throws Exception {
        SilentClient client = new SilentClient(base.resolve(path));
        client.address.complete(client.endpoint);
        HttpResponse<String> begun = client.post(INITIALIZE.formatted("2025-11-25", capabilities));
        client.session =
                begun.headers().firstValue("Mcp-Session-Id").orElseThrow(() -> new AssertionError(begun.body()));
        return client;
    }

    /** A client of HTTP+SSE. */
    static SilentClient sse(URI base) throws Exception {
        SilentClient client = new SilentClient(base.resolve("/sse"));
        client.listen();
        client.post(INITIALIZE.formatted("2024-11-05", "{}"));
        return client;
    }

    private void listen() {
        HttpRequest.Builder get = HttpRequest.newBuilder(endpoint).header("Accept", "text/event-stream");
        stream = HTTP.sendAsync(inSession(get).build(), BodyHandlers.ofLines());
        stream.thenAcceptAsync(opened -> opened.body().forEach(this::heard));
    }

    private HttpRequest.Builder inSession(HttpRequest.Builder request) {
        return session == null ? request : request.header("Mcp-Session-Id", session);
    }

    /** Sends a message to where the session has them, and waits for its answer. */
    HttpResponse<String> post(String body) throws Exception {
        return HTTP.send(
                message(address.get(LIMIT.toSeconds(), TimeUnit.SECONDS), body).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder message(URI to, String body) {
        return inSession(HttpRequest.newBuilder(to))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body));
    }

    /** Answers pings from now on. */
    void answer() {
        answers = true;
    }

    private void heard(String line) {
        if (!address.isDone() && line.startsWith("data:")) {
            address.complete(endpoint.resolve(line.substring("data:".length()).strip()));
        } else if (answers && line.startsWith("data:") && line.contains("\"ping\"")) {
            HTTP.sendAsync(
                    message(address.join(), "{\"jsonrpc\":\"2.0\",\"id\":" + id(line) + ",\"result\":{}}")
                            .build(),
                    BodyHandlers.discarding());
        }
    }

    private static long id(String line) {
        try {
            return Json.read(line.substring("data:".length())).path("id").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the session; that of HTTP+SSE ends with its stream. */
    @Override
    public void close() {
        if (stream != null) {
            stream.cancel(true);
            stream.thenAccept(opened -> opened.body().close());
        }
        if (session != null) {
            HttpRequest.Builder delete = HttpRequest.newBuilder(endpoint).timeout(LIMIT);
            HTTP.sendAsync(inSession(delete).DELETE().build(), BodyHandlers.discarding())
                    .join();
        }
    }
}
