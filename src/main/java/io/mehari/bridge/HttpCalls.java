package io.mehari.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.text.Version;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Requests to the endpoint. Redirects are not followed: the key is for this address alone. Safe for concurrent use. */
final class HttpCalls {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
    private final Set<HttpCall> live = ConcurrentHashMap.newKeySet();
    private final Target target;
    private final int mostBytes;

    /**
     * @param target the endpoint
     * @param mostBytes of one message in a response
     */
    HttpCalls(Target target, int mostBytes) {
        this.target = target;
        this.mostBytes = mostBytes;
    }

    Target target() {
        return target;
    }

    /**
     * What is done with a response while it comes.
     *
     * @param head is told how it begins
     * @param messages takes each message of an event stream; done when the next may come
     */
    record Reader(Consumer<ResponseInfo> head, Function<byte[], CompletableFuture<?>> messages) {
        /** For responses of which only the end matters. */
        static final Reader NONE = new Reader(head -> {}, message -> CompletableFuture.completedFuture(null));
    }

    /**
     * Sends messages.
     *
     * @throws IllegalArgumentException if a header cannot be sent
     */
    HttpCall post(byte[] message, Map<String, String> headers, Reader reader) {
        SentBody body = new SentBody(BodyPublishers.ofByteArray(message));
        HttpRequest request = request(headers)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(body)
                .build();
        return send(request, reader, body.sent());
    }

    /**
     * Sends a request of the bridge's own.
     *
     * @param head is told how the response begins
     * @return the result; an empty object if there is none
     */
    CompletableFuture<JsonNode> ask(byte[] message, Map<String, String> headers, Consumer<ResponseInfo> head) {
        CompletableFuture<JsonNode> result = new CompletableFuture<>();
        HttpCall call = post(message, headers, new Reader(head, bytes -> {
            take(bytes, result);
            return CompletableFuture.completedFuture(null);
        }));
        call.end().whenComplete((received, failure) -> {
            if (failure == null) {
                take(received.body(), result);
            }
            result.complete(Json.object());
        });
        return result;
    }

    private static void take(byte[] message, CompletableFuture<JsonNode> result) {
        try {
            JsonNode tree = Json.read(message);
            if (tree.path("result").isObject()) {
                result.complete(tree.get("result"));
            }
        } catch (IOException e) {
            result.complete(Json.object());
        }
    }

    /** Opens a stream of what the gateway says of itself. */
    HttpCall get(Map<String, String> headers, Reader reader) {
        HttpRequest request =
                request(headers).header("Accept", "text/event-stream").GET().build();
        return send(request, reader, CompletableFuture.completedFuture(null));
    }

    /** Ends a session. */
    HttpCall delete(Map<String, String> headers) {
        return send(request(headers).DELETE().build(), Reader.NONE, CompletableFuture.completedFuture(null));
    }

    private HttpRequest.Builder request(Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.url());
        request.header("User-Agent", "mehari-stdio/" + Version.current());
        target.headers().forEach(request::setHeader);
        headers.forEach(request::setHeader);
        return request;
    }

    private HttpCall send(HttpRequest request, Reader reader, CompletableFuture<Void> sent) {
        HttpCall call = new HttpCall(sent);
        live.add(call);
        call.end().whenComplete((received, failure) -> {
            sent.complete(null);
            live.remove(call);
        });
        call.run(client.sendAsync(request, info -> {
            reader.head().accept(info);
            return call.body(new ResponseBody(info, mostBytes, reader.messages()));
        }));
        return call;
    }

    /** Lets go of everything that is still open. */
    void cancelAll() {
        live.forEach(HttpCall::cancel);
    }
}
