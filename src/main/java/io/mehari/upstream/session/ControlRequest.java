package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.text.PrintableText;
import io.mehari.upstream.lifecycle.ConnectionLoss;
import io.mehari.upstream.lifecycle.PendingRequest;
import io.mehari.upstream.lifecycle.RequestFailedException;
import io.mehari.upstream.lifecycle.RequestFailure;
import java.util.concurrent.CompletableFuture;

/** A request of the gateway's own, such as {@code initialize}. */
final class ControlRequest implements PendingRequest {
    private static final int MAX_TEXT = 1_000;

    private final String method;
    private final CompletableFuture<ObjectNode> result = new CompletableFuture<>();

    ControlRequest(String method) {
        this.method = method;
    }

    String method() {
        return method;
    }

    /** The result; fails with a {@link RequestFailedException}. */
    CompletableFuture<ObjectNode> result() {
        return result;
    }

    @Override
    public void answered(JsonRpcMessage answer) {
        if (answer.kind() == JsonRpcMessage.Kind.ERROR_RESPONSE) {
            int code = answer.error().path("code").asInt();
            String text = shown(answer.error().path("message").asText());
            fail(RequestFailedException.answered(
                    "answered " + method + " with error " + code + ": " + text,
                    code,
                    answer.error().path("data")));
        } else if (answer.result() instanceof ObjectNode object) {
            result.complete(object);
        } else {
            fail(RequestFailedException.answered(
                    "answered " + method + " with something that is not a result object", 0));
        }
    }

    private static String shown(String text) {
        return PrintableText.of(text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text);
    }

    @Override
    public void unreadable(String reason) {
        fail(RequestFailedException.answered("sent an answer to " + method + " that " + reason, 0));
    }

    @Override
    public void failed(RequestFailure failure) {
        fail(
                failure.outcome() == Outcome.OUTCOME_UNKNOWN
                        ? new RequestFailedException(failure.reason())
                        : RequestFailedException.answered(failure.reason(), 0));
    }

    @Override
    public void progressed(ObjectNode params) {
        // No one is waiting for it.
    }

    @Override
    public void closing(ConnectionLoss loss) {
        lost(loss);
    }

    @Override
    public void lost(ConnectionLoss loss) {
        fail(new RequestFailedException(loss.reason()));
    }

    void fail(RequestFailedException failure) {
        result.completeExceptionally(failure);
    }
}
