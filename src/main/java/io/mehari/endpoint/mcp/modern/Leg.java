package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.EventStream;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.StreamStyle;
import io.mehari.protocol.McpMethod;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One HTTP exchange of a call: its response is JSON until the first notification makes it a stream of events, of which the
 * response is the last. Nothing is sent after the response. Safe for concurrent use.
 */
final class Leg {
    /** How streams of this era look: proxies must not hold their events back. */
    static final StreamStyle STREAM =
            new StreamStyle(Map.of("cache-control", "no-cache", "x-accel-buffering", "no"), "message", () -> null);

    private static final String TOKEN = "progressToken";

    private final ModernRequest request;
    private final CompletableFuture<Response> response = new CompletableFuture<>();
    private EventStream stream;
    private BigDecimal lastProgress;
    private boolean finished;

    Leg(ModernRequest request) {
        this.request = request;
    }

    ModernRequest request() {
        return request;
    }

    /** Ends with the response that was given to {@link #finish}. */
    CompletableFuture<Response> response() {
        return response;
    }

    /** Passes progress on, if the client asked for it and it has increased. */
    synchronized void progressed(ObjectNode params) {
        JsonNode token = request.envelope().progressToken();
        JsonNode progress = params.path("progress");
        if (finished || token.isMissingNode() || !progress.isNumber() || !increases(progress.decimalValue())) {
            return;
        }
        send(McpMethod.PROGRESS, json -> {
            json.writeFieldName(TOKEN);
            json.writeTree(token);
            write(json, params, TOKEN);
        });
    }

    private boolean increases(BigDecimal progress) {
        if (lastProgress != null && progress.compareTo(lastProgress) <= 0) {
            return false;
        }
        lastProgress = progress;
        return true;
    }

    /** Passes a log message on, if the client asked for such. */
    synchronized void logged(ObjectNode params) {
        String least = request.envelope().logLevel();
        if (finished
                || least == null
                || !LogSeverity.reaches(params.path("level").asText(), least)) {
            return;
        }
        send(McpMethod.MESSAGE, json -> write(json, params, ""));
    }

    private void send(String method, Response.JsonContent params) {
        if (stream == null) {
            stream = request.exchange().request().channel().stream(
                    request.exchange().request(), STREAM);
        }
        stream.send(STREAM.last(), json -> notification(json, method, params));
    }

    /** Writes a notification. */
    static void notification(JsonGenerator json, String method, Response.JsonContent params) throws IOException {
        json.writeStartObject();
        json.writeStringField("jsonrpc", "2.0");
        json.writeStringField("method", method);
        json.writeFieldName("params");
        json.writeStartObject();
        params.writeTo(json);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ObjectNode params, String except) throws IOException {
        for (Map.Entry<String, JsonNode> field : params.properties()) {
            if (!field.getKey().equals(except)) {
                json.writeFieldName(field.getKey());
                json.writeTree(field.getValue());
            }
        }
    }

    /**
     * Sends the response. Where the head of a stream may be on its way to the connection still, the response follows it
     * through the connection's event loop.
     *
     * @param last only the first has an effect
     */
    void finish(Response last) {
        boolean begun;
        synchronized (this) {
            if (finished) {
                return;
            }
            finished = true;
            begun = stream != null;
        }
        if (begun) {
            finishOnLoop(last);
        } else {
            response.complete(last);
        }
    }

    /** As {@link #finish}, off the calling thread: for threads that have others to serve. */
    void finishLater(Response last) {
        synchronized (this) {
            if (finished) {
                return;
            }
            finished = true;
        }
        finishOnLoop(last);
    }

    private void finishOnLoop(Response last) {
        Executor loop = request.exchange().request().channel().executor();
        try {
            loop.execute(() -> response.complete(last));
        } catch (RejectedExecutionException e) {
            response.complete(last); // the endpoint is stopping
        }
    }
}
