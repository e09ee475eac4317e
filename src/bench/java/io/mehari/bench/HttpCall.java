package io.mehari.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request that is sent again and again: a POST with a JSON body, or a GET.
 *
 * @param uri where to
 * @param body the JSON; empty for a GET
 * @param expected what a right answer contains
 * @param headers beside those that every request has
 */
record HttpCall(URI uri, String body, String expected, Map<String, String> headers) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** A request without further headers. */
    HttpCall(URI uri, String body, String expected) {
        this(uri, body, expected, Map.of());
    }

    /** The same request with a key. */
    HttpCall with(String key) {
        return with("Authorization", key);
    }

    /** The same request with a further header. */
    HttpCall with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(uri, body, expected, more);
    }

    /** A GET request. */
    static HttpCall get(URI uri, String expected) {
        return new HttpCall(uri, "", expected);
    }

    /** {@code POST} or {@code GET}. */
    String method() {
        return body.isEmpty() ? "GET" : "POST";
    }

    /** The path with its query. */
    String target() {
        return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    /** The request as bytes on the wire. */
    byte[] wire() {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String further = headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
        String head = "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(method(), target(), uri.getAuthority(), further, content.length);
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    /** One answer, status and body; the reason if there is none. */
    String answer() {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .method(method(), HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> reply = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return reply.statusCode() + " " + reply.body();
        } catch (IOException e) {
            return "none (" + e + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "none (interrupted)";
        }
    }

    /** Whether this is the answer expected. */
    boolean accepts(String answer) {
        return answer.startsWith("200 ") && answer.contains(expected);
    }
}
