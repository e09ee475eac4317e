package io.mehari.endpoint.rest.form;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.CallContext;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.protocol.JsonRpcError;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One of the forms in which REST renders results and rejections. Immutable. */
public interface ResultForm {
    /**
     * The response to a call.
     *
     * @param context id and time of the call
     * @param result how it ended
     * @return never null
     */
    public Response render(CallContext context, ToolCallResult result);

    /**
     * The response to a call of a tool.
     *
     * @param call the call as its caller made it
     * @param result how it ended
     * @return never null
     */
    default Response render(ToolCall call, ToolCallResult result) {
        return render(call.context(), result);
    }

    /**
     * The response to a request that is rejected.
     *
     * @param context id and time of the request
     * @param rejection cause and headers
     * @return never null
     */
    public Response render(CallContext context, Rejection rejection);

    /**
     * The response to a request that was rejected while it was read.
     *
     * @param context id and time of the request
     * @param rejected the cause, as a rejection or as the result of a call
     * @return never null
     */
    default Response render(CallContext context, RequestRejectedException rejected) {
        return rejected.rejection()
                .map(rejection -> render(context, rejection))
                .orElseGet(() -> render(context, rejected.result().orElseThrow()));
    }

    /**
     * The sentence for people.
     *
     * @param context id of the call
     * @param result how it ended
     * @return for an internal failure only where to look
     */
    public static String message(CallContext context, ToolCallResult result) {
        return result.outcome() == Outcome.INTERNAL
                ? "The gateway failed; its log has the cause under request id " + context.requestId()
                : result.message();
    }

    /**
     * When it is worth trying again.
     *
     * @param result how a call ended
     * @return whole seconds, at least 1; empty if not known
     */
    public static Optional<Long> retryAfter(ToolCallResult result) {
        Optional<Duration> time = Optional.empty();
        if (result instanceof Rejected rejected) {
            time = rejected.retryAfter();
        } else if (result instanceof Failed failed) {
            time = failed.retryAfter();
        }
        return time.map(t -> Math.max(1, t.plusNanos(999_999_999).toSeconds()));
    }

    /**
     * The upstream at fault.
     *
     * @param result how a call ended
     * @return its name; empty if none is at fault
     */
    public static String upstream(ToolCallResult result) {
        return result instanceof Failed failed && failed.upstream() != null ? failed.upstream() : "";
    }

    /**
     * The JSON-RPC error with which the upstream answered.
     *
     * @param result how a call ended
     * @return empty for other outcomes
     */
    public static Optional<JsonRpcError> answeredError(ToolCallResult result) {
        return result instanceof Failed failed ? failed.answeredError() : Optional.empty();
    }

    /**
     * The sentence about what went wrong: that of the server where it answered with a JSON-RPC error, as mcpo has it.
     *
     * @param context id of the call
     * @param result how it ended
     * @return never null
     */
    public static String errorMessage(CallContext context, ToolCallResult result) {
        return answeredError(result)
                .map(JsonRpcError::message)
                .filter(text -> !text.isBlank())
                .orElseGet(() -> message(context, result));
    }

    /**
     * Writes what else the server said in a JSON-RPC error: {@code rpc_code} as it came, and {@code data} if there is any.
     *
     * @param json where to write, inside an object
     * @param result how a call ended; nothing is written for other outcomes
     * @throws IOException if it cannot be written
     */
    public static void writeAnsweredError(JsonGenerator json, ToolCallResult result) throws IOException {
        Optional<JsonRpcError> error = answeredError(result);
        if (error.isEmpty()) {
            return;
        }
        json.writeFieldName("rpc_code");
        OptionalInt code = error.get().code();
        if (code.isPresent()) {
            json.writeNumber(code.getAsInt());
        } else if (error.get().tree().has("code")) {
            json.writeTree(error.get().tree().get("code"));
        } else {
            json.writeNull();
        }
        Optional<JsonNode> data = error.get().data();
        if (data.isPresent()) {
            json.writeFieldName("data");
            json.writeTree(data.get());
        }
    }

    /**
     * The response headers that belong to a result.
     *
     * @param result how a call ended
     * @return {@code www-authenticate} or {@code retry-after}, or none
     */
    public static Map<String, String> headers(ToolCallResult result) {
        if (result.outcome() == Outcome.UNAUTHENTICATED) {
            return Map.of("www-authenticate", "Bearer");
        }
        return retryAfter(result)
                .map(seconds -> Map.of("retry-after", Long.toString(seconds)))
                .orElse(Map.of());
    }
}
