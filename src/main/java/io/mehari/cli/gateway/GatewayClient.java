package io.mehari.cli.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;

/** Asks a gateway for what its paths below one of them give. Used by one thread. */
public final class GatewayClient {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final URI base;
    private final String path;
    private final Optional<String> key;
    private final Duration limit;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /**
     * A client of one gateway.
     *
     * @param base address of the gateway, without a path
     * @param path below which everything is, such as {@code /api/v1/admin/dead-letters}
     * @param key API key that is shown, if there is one
     * @param limit longest wait for an answer
     */
    GatewayClient(URI base, String path, Optional<String> key, Duration limit) {
        this.base = base;
        this.path = path;
        this.key = key;
        this.limit = limit;
    }

    /**
     * {@code data} of what a path gives.
     *
     * @param path below that of this client, with its query
     * @return never null
     * @throws GatewayRefusalException if there is no gateway, or it says no
     * @throws InterruptedException if the thread is interrupted
     */
    public JsonNode get(String path) throws GatewayRefusalException, InterruptedException {
        return data(request(path).GET(), "monitor");
    }

    /**
     * {@code data} of the answer to a change.
     *
     * @param path below that of this client
     * @param body a JSON object
     * @return never null
     * @throws GatewayRefusalException if there is no gateway, or it says no
     * @throws InterruptedException if the thread is interrupted
     */
    public JsonNode post(String path, ObjectNode body) throws GatewayRefusalException, InterruptedException {
        return data(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(Json.text(body))),
                "admin");
    }

    /**
     * {@code data} of the answer to a removal.
     *
     * @param path below that of this client
     * @return never null
     * @throws GatewayRefusalException if there is no gateway, or it says no
     * @throws InterruptedException if the thread is interrupted
     */
    public JsonNode delete(String path) throws GatewayRefusalException, InterruptedException {
        return data(request(path).DELETE(), "admin");
    }

    private JsonNode data(HttpRequest.Builder request, String scope)
            throws GatewayRefusalException, InterruptedException {
        HttpResponse<String> answer = answer(request.build());
        JsonNode body = json(answer.body());
        if (answer.statusCode() == OK && body.has("data")) {
            return body.path("data");
        }
        if (answer.statusCode() == UNAUTHORIZED || answer.statusCode() == FORBIDDEN) {
            throw new GatewayRefusalException(
                    "",
                    "the gateway at " + base + " wants a key with the scope " + scope
                            + ": --api-key KEY, or the variable MEHARI_API_KEY" + told(body));
        }
        if (body.at("/error/message").isTextual()) {
            throw new GatewayRefusalException(
                    body.at("/error/code").asText(), body.at("/error/message").asText());
        }
        throw new GatewayRefusalException(
                "",
                "what answers at " + base + " is no gateway of this version (status " + answer.statusCode()
                        + "); say where the gateway is with --url");
    }

    private static String told(JsonNode body) {
        String message = body.path("message").asText();
        return message.isEmpty() ? "" : ". It says: " + message;
    }

    private HttpResponse<String> answer(HttpRequest request) throws GatewayRefusalException, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (HttpTimeoutException e) {
            throw new GatewayRefusalException(
                    "",
                    "the gateway at " + base + " has not answered within " + limit.toSeconds()
                            + " s. What it was asked to do goes on: look what came of it, or wait longer with --timeout");
        } catch (IOException e) {
            throw new GatewayRefusalException(
                    "",
                    "no gateway answers at " + base + ": "
                            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                            + "; start it, or say where it is with --url");
        }
    }

    private HttpRequest.Builder request(String below) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path + below)).timeout(limit);
        key.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
        return request;
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(text);
        } catch (JsonProcessingException e) {
            return Json.object();
        }
    }
}
