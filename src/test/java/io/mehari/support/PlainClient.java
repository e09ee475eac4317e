package io.mehari.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;

/** Requests to one address by HTTP/1.1. Safe for concurrent use. */
public final class PlainClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI base;
    private final HttpClient http;
    private final String key;

    /**
     * A client without an API key.
     *
     * @param base scheme, host and port
     */
    public PlainClient(URI base) {
        this(
                base,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build(),
                "");
    }

    private PlainClient(URI base, HttpClient http, String key) {
        this.base = base;
        this.http = http;
        this.key = key;
    }

    /** A client of the same address that shows an API key with each request; empty for none. */
    public PlainClient withKey(String key) {
        return new PlainClient(base, http, key);
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
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }

    /** The lines of the reply to a request as they come, while it is there; fails if its status is not 200. */
    public Stream<String> lines(HttpRequest.Builder request) {
        try {
            HttpResponse<Stream<String>> response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != HttpURLConnection.HTTP_OK) {
                throw new IllegalStateException(base + " answers " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("No reply from " + base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + base, e);
        }
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
