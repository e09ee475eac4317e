package io.mehari.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Requests to one address by HTTP/1.1. Safe for concurrent use. */
public final class PlainClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /**
     * A client.
     *
     * @param base scheme, host and port
     */
    public PlainClient(URI base) {
        this.base = base;
    }

    /** Scheme, host and port. */
    public URI base() {
        return base;
    }

    /** The reply to a GET request; the path begins with a slash. */
    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** The reply to a POST request with a JSON body; the path begins with a slash. */
    public HttpResponse<String> post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** A request to be finished and sent by {@link #send}; the path begins with a slash. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
    }

    /**
     * The reply to a request.
     *
     * @throws UncheckedIOException if there is none
     */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("No reply from " + base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + base, e);
        }
    }
}
