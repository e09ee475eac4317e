package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ClientErrorException;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What servers have asked the client of one session: requests with ids of the gateway, which are unique in the session.
 * Safe for concurrent use.
 */
final class Questions {
    /** Most questions that are open at the same time. */
    static final int MOST = 64;

    private final Map<Long, CompletableFuture<ObjectNode>> open = new HashMap<>();
    private long latest;
    private boolean closed;

    /**
     * Asks the client.
     *
     * @param outlet where the question goes; where it is taken back, too
     * @return ends with the answer; to be cancelled when nobody needs it any more
     */
    CompletableFuture<ObjectNode> ask(Outlet outlet, String method, ObjectNode params) {
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        long id;
        synchronized (this) {
            if (closed || open.size() >= MOST) {
                return CompletableFuture.failedFuture(unreachable(
                        closed ? "its session has ended" : "it has " + MOST + " questions to answer already"));
            }
            id = ++latest;
            open.put(id, answer);
        }
        if (!outlet.send(JsonRpcMessage.request(id, method, params))) {
            take(id);
            return CompletableFuture.failedFuture(
                    unreachable("it reads no stream on which it could be asked, or reads too slowly"));
        }
        answer.whenComplete((result, failure) -> withdraw(id, outlet));
        return answer;
    }

    /** An answer that did not come from the client makes its question void. */
    private void withdraw(long id, Outlet outlet) {
        if (take(id) != null) {
            ObjectNode params = Json.object().put("requestId", id).put("reason", "The answer is not needed any more");
            outlet.send(JsonRpcMessage.notification(McpMethod.CANCELLED, params));
        }
    }

    private synchronized CompletableFuture<ObjectNode> take(long id) {
        return open.remove(id);
    }

    /**
     * The client answers. An answer to a question that is void by now is dropped.
     *
     * @throws McpErrorException if there never was such a question, or the answer is none
     */
    void answered(JsonRpcMessage message) {
        JsonNode id = message.id();
        CompletableFuture<ObjectNode> question;
        synchronized (this) {
            if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() < 1 || id.longValue() > latest) {
                throw McpErrorException.badRequest(
                        ErrorCode.INVALID_REQUEST, "The client was never asked anything under this id", null);
            }
            question = open.remove(id.longValue());
        }
        if (question == null) {
            return;
        }
        if (message.kind() == JsonRpcMessage.Kind.ERROR_RESPONSE) {
            JsonNode error = message.error();
            question.completeExceptionally(new ClientErrorException(
                    error.path("code").asInt(ErrorCode.INTERNAL_ERROR),
                    error.path("message").asText(),
                    error.get("data")));
        } else if (message.result() instanceof ObjectNode result) {
            question.complete(result);
        } else {
            question.completeExceptionally(
                    new ClientErrorException(ErrorCode.INTERNAL_ERROR, "The client's answer is no JSON object", null));
        }
    }

    /** How many questions are open. */
    synchronized int size() {
        return open.size();
    }

    /** Whether any question is open. */
    synchronized boolean isEmpty() {
        return open.isEmpty();
    }

    /** The session has ended. */
    void close() {
        List<CompletableFuture<ObjectNode>> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(open.values());
            open.clear();
        }
        left.forEach(answer -> answer.completeExceptionally(unreachable("its session has ended")));
    }

    private static ClientErrorException unreachable(String reason) {
        return new ClientErrorException(ErrorCode.INTERNAL_ERROR, "The client cannot be asked: " + reason, null);
    }
}
