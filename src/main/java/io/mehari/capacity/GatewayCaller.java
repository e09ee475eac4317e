package io.mehari.capacity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;

/** Calls one tool of a gateway by the envelope form. Safe for concurrent use. */
public final class GatewayCaller implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final LoadTarget target;
    private final Duration limit;
    private final LightClient client;

    /**
     * A caller of a tool.
     *
     * @param target what to call
     * @param limit longest wait for an answer
     */
    public GatewayCaller(LoadTarget target, Duration limit) {
        this.target = target;
        this.limit = limit;
        this.client = new LightClient(target.base(), wire(target), limit, tls(target.base()));
    }

    /** The call as it is on the wire (RFC 9112). */
    private static byte[] wire(LoadTarget target) {
        byte[] body = target.arguments().getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path(target) + " HTTP/1.1\r\nHost: "
                + target.base().getRawAuthority() + "\r\nContent-Type: application/json\r\n"
                + target.key()
                        .map(key -> "Authorization: Bearer " + key + "\r\n")
                        .orElse("") + "Content-Length: "
                + body.length + "\r\n\r\n";
        byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(first, first.length + body.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }

    private static Optional<SslContext> tls(URI base) {
        try {
            return "https".equals(base.getScheme())
                    ? Optional.of(SslContextBuilder.forClient()
                            .endpointIdentificationAlgorithm("HTTPS")
                            .build())
                    : Optional.empty();
        } catch (SSLException e) {
            throw new IllegalStateException("This JVM has no TLS", e);
        }
    }

    /**
     * Asks the gateway for the definition of the tool.
     *
     * @return whether the tool says that it changes nothing ({@code readOnlyHint})
     * @throws LoadRefusedException if there is no gateway, no such tool, or a key is wanted
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean changesNothing() throws LoadRefusedException, InterruptedException {
        HttpResponse<String> answer;
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
        try {
            answer = http.send(request(path(target)).GET().build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LoadRefusedException("no gateway answers at " + target.base() + ": "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                    + "; start it, or say where it is with --url");
        }
        JsonNode body = json(answer.body());
        if (answer.statusCode() == UNAUTHORIZED) {
            throw new LoadRefusedException("the gateway at " + target.base()
                    + " wants a key with the scope call: --api-key KEY, or the variable MEHARI_API_KEY");
        }
        if (answer.statusCode() != OK) {
            throw new LoadRefusedException("the gateway at " + target.base() + " answered " + answer.statusCode() + ": "
                    + body.path("message").asText("no reason"));
        }
        return body.at("/data/definition/annotations/readOnlyHint").asBoolean(false);
    }

    /**
     * Makes one call.
     *
     * @return ends with the code of the outcome, never exceptionally
     */
    CompletableFuture<String> call() {
        return client.call();
    }

    /** Ends connections and threads. */
    @Override
    public void close() {
        client.close();
    }

    private static String path(LoadTarget target) {
        return "/api/v1/tools/" + encoded(target.server()) + "/" + encoded(target.tool());
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(text);
        } catch (JsonProcessingException e) {
            return Json.object();
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(target.base() + path)).timeout(limit);
        target.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request;
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
