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
import java.util.stream.Stream;

/** An MCP client of version 2025-11-25 that reads a stream, and leaves pings on it unanswered until it is told to answer. */
final class SilentClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;
    private final String session;
    private final CompletableFuture<HttpResponse<Stream<String>>> stream;
    private volatile boolean answers;

    SilentClient(URI base) throws Exception {
        endpoint = base.resolve("/mcp");
        HttpResponse<String> begun = http.send(
                post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                                + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"silent\",\"version\":"
                                + "\"1\"}}}")
                        .build(),
                BodyHandlers.ofString());
        session = begun.headers().firstValue("Mcp-Session-Id").orElseThrow(() -> new AssertionError(begun.body()));
        HttpRequest listen = HttpRequest.newBuilder(endpoint)
                .header("Accept", "text/event-stream")
                .header("Mcp-Session-Id", session)
                .build();
        stream = http.sendAsync(listen, BodyHandlers.ofLines());
        stream.thenAcceptAsync(opened -> opened.body().forEach(this::heard));
    }

    private HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder(endpoint)
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
        if (answers && line.startsWith("data:") && line.contains("\"ping\"")) {
            try {
                long id = Json.read(line.substring("data:".length())).path("id").asLong();
                http.sendAsync(
                        post("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}")
                                .header("Mcp-Session-Id", session)
                                .build(),
                        BodyHandlers.discarding());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        stream.cancel(true);
        stream.thenAccept(opened -> opened.body().close());
        http.sendAsync(
                        HttpRequest.newBuilder(endpoint)
                                .timeout(LIMIT)
                                .header("Mcp-Session-Id", session)
                                .DELETE()
                                .build(),
                        BodyHandlers.discarding())
                .join();
    }
}
