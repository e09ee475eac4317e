package io.mehari.capacity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Calls one tool of a gateway by the envelope form. Safe for concurrent use. */
public final class GatewayCaller {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final LoadTarget target;
    private final Duration limit;
    private final HttpClient http;
    private final HttpRequest call;

    /**
     * A caller of a tool.
     *
     * @param target what to call
     * @param limit longest wait for an answer
     */
    public GatewayCaller(LoadTarget target, Duration limit) {
        this.target = target;
        this.limit = limit;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
        this.call = request("/api/v1/tools/" + encoded(target.server()) + "/" + encoded(target.tool()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(target.arguments()))
                .build();
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
        try {
            answer = http.send(
                    request("/api/v1/tools/" + encoded(target.server()) + "/" + encoded(target.tool()))
                            .GET()
                            .build(),
                    BodyHandlers.ofString());
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
        return http.sendAsync(call, BodyHandlers.ofString()).handle((answer, failure) -> {
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                return cause instanceof HttpTimeoutException ? "no_answer" : "no_connection";
            }
            return answer.statusCode() == OK ? StepResult.SUCCESS : code(answer);
        });
    }

    private static String code(HttpResponse<String> answer) {
        return json(answer.body()).at("/error/code").asText("http_" + answer.statusCode());
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
