package io.mehari.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A POST request with a JSON body, sent again and again.
 *
 * @param uri where to
 * @param body the JSON
 * @param expected what a right answer contains
 */
record HttpCall(URI uri, String body, String expected) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** The request as bytes on the wire. */
    byte[] wire() {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(uri.getRawPath(), uri.getAuthority(), content.length);
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    /** One answer, status and body; the reason if there is none. */
    String answer() {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> reply = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
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
