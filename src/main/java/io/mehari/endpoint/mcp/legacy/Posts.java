package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.JsonRpcResponses;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Answers what clients POST to their sessions. Safe for concurrent use. */
final class Posts {
    /** Most messages of one batch. */
    static final int MOST_OF_BATCH = 100;

    /** After so long an answer that is still awaited becomes a stream, which clients can take up again. */
    static final long BEGIN_EARLY_MILLIS = 1_000;

    private final LegacyMethods methods;
    private final Timer timer;

    Posts(LegacyMethods methods, Timer timer) {
        this.methods = methods;
        this.timer = timer;
    }

    /** One message. */
    CompletableFuture<Response> one(Session session, JsonRpcMessage message, McpExchange exchange) {
        if (message.kind() != JsonRpcMessage.Kind.REQUEST) {
            take(session, message);
            return CompletableFuture.completedFuture(JsonRpcResponses.accepted());
        }
        Attachment attachment = new Attachment(exchange.request());
        Outbox box = session.call(attachment);
        CompletableFuture<Answer> answer = methods.run(session, message, exchange, box);
        Timeout early = answer.isDone() || session.retryMillis() < 0 ? null : beginEarly(box);
        answer.thenAccept(given -> {
            if (early != null) {
                early.cancel();
            }
            if (given == null) {
                box.close();
            } else {
                box.finish(given.message(), given.response());
            }
            session.done(box);
        });
        return attachment.response();
    }

    private Timeout beginEarly(Outbox box) {
        try {
            return timer.newTimeout(timeout -> box.beginEarly(), BEGIN_EARLY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            return null; // a timer that is full or stopped: the answer comes without a stream
        }
    }

    /** A message that needs no answer. */
    static void take(Session session, JsonRpcMessage message) {
        switch (message.kind()) {
            case RESPONSE, ERROR_RESPONSE -> session.questions().answered(message);
            case NOTIFICATION -> {
                if (message.method().equals(McpMethod.CANCELLED)) {
                    session.cancel(message.params().path("requestId"));
                } else if (message.method().equals(McpMethod.ROOTS_LIST_CHANGED)) {
                    session.rootsChanged(message.params() instanceof ObjectNode params ? params : Json.object());
                }
            }
            default ->
                throw McpErrorException.badRequest(
                        ErrorCode.INVALID_REQUEST, "The message is no JSON-RPC message: it has no method", null);
        }
    }

    /**
     * Several messages at once (MCP 2025-03-26 only); what is answered comes as one array, in the order of the requests.
     *
     * @throws McpErrorException if the session's version has no batches, or it is no batch
     */
    CompletableFuture<Response> batch(Session session, ArrayNode batch, McpExchange exchange) {
        check(session, batch);
        Attachment attachment = new Attachment(exchange.request());
        Outbox box = session.call(attachment);
        List<CompletableFuture<Answer>> answers = new ArrayList<>(batch.size());
        for (JsonNode element : batch) {
            answers.add(element(session, element, exchange, box));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).thenRun(() -> {
            ArrayNode all = Json.MAPPER.createArrayNode();
            for (CompletableFuture<Answer> answer : answers) {
                Answer given = answer.join();
                if (given != null) {
                    all.add(given.message());
                }
            }
            if (all.isEmpty()) {
                box.close();
            } else {
                box.finish(all, Response.json(HttpResponseStatus.OK, json -> json.writeTree(all)));
            }
            session.done(box);
        });
        return attachment.response();
    }

    private static void check(Session session, ArrayNode batch) {
        if (!session.negotiated().hasBatches()) {
            throw McpErrorException.badRequest(
                    ErrorCode.INVALID_REQUEST,
                    "Only version 2025-03-26 has batches, and the session has "
                            + session.negotiated().version() + ": send one message at a time",
                    null);
        }
        if (batch.isEmpty() || batch.size() > MOST_OF_BATCH) {
            throw McpErrorException.badRequest(
                    ErrorCode.INVALID_REQUEST,
                    "A batch has 1 to " + MOST_OF_BATCH + " messages, this one " + batch.size(),
                    null);
        }
        for (JsonNode element : batch) {
            if (element.path("method").asText().equals(McpMethod.INITIALIZE)) {
                throw McpErrorException.badRequest(
                        ErrorCode.INVALID_REQUEST, "initialize must not be part of a batch", null);
            }
        }
    }

    private CompletableFuture<Answer> element(Session session, JsonNode element, McpExchange exchange, Outbox box) {
        try {
            if (!(element instanceof ObjectNode tree)) {
                throw McpErrorException.badRequest(
                        ErrorCode.INVALID_REQUEST, "A message of the batch is no JSON object", null);
            }
            JsonRpcMessage message = JsonRpcMessage.of(tree);
            if (message.kind() == JsonRpcMessage.Kind.REQUEST) {
                return methods.run(session, message, exchange, box);
            }
            take(session, message);
            return CompletableFuture.completedFuture(null);
        } catch (McpErrorException e) {
            JsonNode id = element.path("id");
            return CompletableFuture.completedFuture(Answer.error(id.isValueNode() ? id : null, e));
        }
    }
}
