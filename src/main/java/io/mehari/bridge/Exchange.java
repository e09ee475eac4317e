package io.mehari.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.bridge.HttpCalls.Reader;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.JsonRpcMessage.Kind;
import io.mehari.protocol.McpMethod;
import java.io.IOException;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A request of the client on its way, or several in one batch: whatever becomes of it, each is answered once, unless the client
 * has cancelled it. Safe for concurrent use.
 */
final class Exchange {
    private static final int NOT_FOUND = 404;
    private static final int HEADER_MISMATCH = -32_020;
    private static final int MOST_RESUMPTIONS = 10;

    /** What all exchanges of a bridge share. */
    record Shared(
            HttpCalls http,
            LegacySession session,
            ToolHeaders tools,
            MessageWriter writer,
            BridgeLimits limits,
            Consumer<String> log) {}

    private final Shared shared;
    private final ClientMessage message;
    private final boolean modern;
    private final Set<JsonNode> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile HttpCall call;
    private volatile String session = "";
    private volatile boolean cancelled;
    private volatile boolean repeated;
    private int resumptions;

    Exchange(Shared shared, ClientMessage message) {
        this.shared = shared;
        this.message = message;
        this.modern = message.modernVersion().isPresent();
        open.addAll(message.requests());
    }

    boolean isModern() {
        return modern;
    }

    boolean isListen() {
        return message.isListen();
    }

    /** Done when every request of it is answered, or cancelled. */
    CompletableFuture<Void> done() {
        return done;
    }

    /**
     * Sends it.
     *
     * @return done when it is on its way
     */
    CompletableFuture<Void> start() {
        try {
            session = modern ? "" : shared.session().id().orElse("");
            Map<String, String> headers = modern
                    ? ModernHeaders.of(message, shared.tools())
                    : shared.session().headers();
            call = shared.http().post(message.bytes(), headers, new Reader(this::head, this::arrived));
            call.end().whenComplete(this::ended);
            if (cancelled) {
                call.cancel();
            }
            return call.sent();
        } catch (IllegalArgumentException e) {
            refuse(Refusal.invalid("The request cannot be sent: " + e.getMessage()));
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Ends it without an answer. */
    void cancel() {
        cancelled = true;
        open.clear();
        done.complete(null);
        if (call != null) {
            call.cancel();
        }
    }

    private void head(ResponseInfo head) {
        if (message.isInitialize()) {
            shared.session().head(head);
        }
    }

    private CompletableFuture<?> arrived(byte[] json) {
        if (cancelled) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            JsonNode tree = Json.read(json);
            boolean changed = false;
            for (JsonNode each : tree.isArray() ? tree : List.of(tree)) {
                changed |= each instanceof ObjectNode object && note(JsonRpcMessage.of(object));
            }
            CompletableFuture<Void> written = write(changed ? Json.bytes(tree) : OneLine.of(json, tree));
            if (open.isEmpty() && !cancelled) {
                written = farewell(written);
                written.whenComplete((nothing, failure) -> done.complete(null));
            }
            return written;
        } catch (IOException e) {
            shared.log().accept("the gateway sent a message that is no JSON: it is left out");
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Over a pipe, the end of a subscription is said by a notification as well (MCP 2026-07-28, cancellation). */
    private CompletableFuture<Void> farewell(CompletableFuture<Void> written) {
        if (!isListen()) {
            return written;
        }
        ObjectNode params = Json.object();
        params.set("requestId", message.tree().path("id"));
        return write(Json.bytes(JsonRpcMessage.notification(McpMethod.CANCELLED, params)));
    }

    private CompletableFuture<Void> write(byte[] line) {
        return shared.writer().write(line);
    }

    /** Looks at what comes back; whether it was changed. */
    private boolean note(JsonRpcMessage answer) {
        boolean response = answer.kind() == Kind.RESPONSE || answer.kind() == Kind.ERROR_RESPONSE;
        if (!response || !open.remove(answer.id()) || answer.kind() == Kind.ERROR_RESPONSE) {
            return false;
        }
        if (message.isInitialize()) {
            shared.session().began(answer.result());
        }
        return modern
                && McpMethod.TOOLS_LIST.equals(message.method())
                && shared.tools().learn(answer.result());
    }

    private void ended(Received received, Throwable failure) {
        try {
            decide(received, failure);
        } catch (RuntimeException e) {
            shared.log().accept("a defect of this program: " + e);
            refuse(Refusal.of(ErrorCode.INTERNAL_ERROR, "A defect of mehari stdio: " + e));
        }
    }

    private void decide(Received received, Throwable failure) {
        if (cancelled || open.isEmpty()) {
            done.complete(null);
        } else if (failure != null) {
            refuse(Refusal.of(failure, shared.http().target()));
        } else if (received.isSuccess()) {
            answered(received);
        } else if (!modern && received.status() == NOT_FOUND && !session.isEmpty() && !repeated) {
            repeated = true;
            shared.session().renew(session).thenAccept(renewed -> {
                if (renewed) {
                    start();
                } else {
                    refuse(Refusal.of(received, shared.http().target()));
                }
            });
        } else {
            refused(received);
        }
    }

    private void answered(Received received) {
        if (received.body().length > 0) {
            arrived(received.body());
        }
        if (open.isEmpty()) {
            return;
        }
        if (!modern && received.lastEventId().isPresent()) {
            resume(received.lastEventId().get(), received.retry());
        } else if (isListen()) {
            refuse(Refusal.of(
                    ErrorCode.INTERNAL_ERROR, "The subscription has ended with its connection: listen again"));
        } else {
            refuse(Refusal.of(
                    received.failure() == null ? new IOException("the response has ended") : received.failure(),
                    shared.http().target()));
        }
    }

    /** Takes a stream up again that has ended before the answer, as the gateway may do (2025-11-25). */
    private void resume(String lastEventId, Optional<Duration> retry) {
        if (++resumptions > MOST_RESUMPTIONS) {
            refuse(Refusal.of(
                    new IOException("the stream breaks off again and again"),
                    shared.http().target()));
            return;
        }
        long pause = retry.orElse(shared.limits().pause()).toMillis();
        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS).execute(() -> {
            Map<String, String> headers = new LinkedHashMap<>(shared.session().headers());
            headers.put("Last-Event-ID", lastEventId);
            call = shared.http().get(headers, new Reader(head -> {}, this::resumed));
            call.end().whenComplete((received, failure) -> {
                if (cancelled || open.isEmpty()) {
                    done.complete(null);
                } else if (failure == null && !received.isSuccess()) {
                    refuse(Refusal.of(
                            new IOException("the stream cannot be taken up again"),
                            shared.http().target()));
                } else {
                    resume(failure == null ? received.lastEventId().orElse(lastEventId) : lastEventId, retry);
                }
            });
        });
    }

    private CompletableFuture<?> resumed(byte[] json) {
        resumptions = 0;
        CompletableFuture<?> written = arrived(json);
        if (open.isEmpty()) {
            call.cancel();
        }
        return written;
    }

    private void refused(Received received) {
        JsonNode body = received.json();
        boolean answer = body.path("error").path("code").isNumber();
        if (answer && body.at("/error/code").asInt() == HEADER_MISMATCH && canRefresh()) {
            repeated = true;
            new ToolsReading(shared, message).run().whenComplete((nothing, failure) -> start());
        } else if (answer) {
            for (JsonNode id : open) {
                ObjectNode own = ((ObjectNode) body).deepCopy();
                own.set("id", id);
                answer(id, own);
            }
        } else {
            refuse(Refusal.of(received, shared.http().target()));
        }
    }

    /** A call whose tool has other headers than those known, or was never seen in a list here. */
    private boolean canRefresh() {
        return modern && McpMethod.TOOLS_CALL.equals(message.method()) && !repeated;
    }

    private void refuse(Refusal refusal) {
        List.copyOf(open).forEach(id -> answer(id, refusal.answer(id)));
        done.complete(null);
    }

    private void answer(JsonNode id, ObjectNode answer) {
        if (open.remove(id)) {
            CompletableFuture<Void> written = write(Json.bytes(answer));
            if (open.isEmpty()) {
                written.whenComplete((nothing, failure) -> done.complete(null));
            }
        }
    }
}
