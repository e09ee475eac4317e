package io.mehari.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.upstream.http.FaultyHttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A tool behind streamable HTTP that asks its user for a name in the stream of its answer, and greets. Safe for concurrent use. */
final class GreetingTool {
    private static final long LIMIT_SECONDS = 60;

    private final AtomicInteger questions = new AtomicInteger();
    private final Map<String, CompletableFuture<String>> names = new ConcurrentHashMap<>();

    /** Asks, waits for {@link #told}, and answers a call. */
    void answer(FaultyHttpServer.Request request, OutputStream out) throws Exception {
        String id = "question-" + questions.incrementAndGet();
        CompletableFuture<String> name = new CompletableFuture<>();
        names.put(id, name);
        FaultyHttpServer.stream(out);
        event(out, question(id));
        event(out, FaultyHttpServer.answerTo(request.id(), "Hello " + name.get(LIMIT_SECONDS, TimeUnit.SECONDS)));
        request.socket().shutdownOutput();
    }

    /** Takes any other message: an answer to a question, or something that needs none. */
    void told(FaultyHttpServer.Request request, OutputStream out) throws IOException {
        JsonNode message = request.message();
        CompletableFuture<String> name = names.remove(message.path("id").asText());
        if (name != null) {
            name.complete(message.at("/result/content/name").asText("nobody"));
        }
        FaultyHttpServer.status(out, "202 Accepted", "", "");
    }

    private static String question(String id) {
        ObjectNode question = Json.object().put("jsonrpc", "2.0").put("id", id).put("method", "elicitation/create");
        question.putObject("params")
                .put("message", "Who are you?")
                .putObject("requestedSchema")
                .put("type", "object")
                .putObject("properties")
                .putObject("name")
                .put("type", "string");
        return Json.text(question);
    }

    private static void event(OutputStream out, String data) throws IOException {
        FaultyHttpServer.raw(out, "data: " + data + "\n\n");
    }
}
