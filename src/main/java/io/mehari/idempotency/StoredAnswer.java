package io.mehari.idempotency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Answered;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Failed.Standing;
import io.mehari.call.ToolCallResult.InputRequired;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The end of a call as other gateways read it: a JSON object. Stateless. */
final class StoredAnswer {
    private static final int VERSION = 1;

    private StoredAnswer() {}

    /**
     * The bytes of an end.
     *
     * @param result how a call that may have run ended
     * @return nothing for an end that is not kept
     */
    static byte[] bytes(ToolCallResult result) {
        ObjectNode stored = Json.object().put("version", VERSION);
        stored.put("outcome", result.outcome().name());
        if (result instanceof Answered answered) {
            stored.set("result", answered.result());
            stored.put("cacheHit", result instanceof Success success && success.cacheHit());
        } else if (result instanceof Failed failed) {
            stored.put("message", failed.message()).put("upstream", failed.upstream());
            stored.put("standing", failed.standing().name());
            failed.retryAfter().ifPresent(wait -> stored.put("retryAfter", wait.toMillis()));
            failed.upstreamError().ifPresent(error -> stored.set("upstreamError", error));
        } else {
            return new byte[0];
        }
        return Json.bytes(stored);
    }

    /**
     * Reads what {@link #bytes} made.
     *
     * @param bytes from elsewhere
     * @return empty for anything else
     */
    static Optional<ToolCallResult> read(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.empty();
        }
        try {
            JsonNode stored = Json.read(bytes);
            return stored.path("version").asInt() == VERSION ? Optional.ofNullable(of(stored)) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Null for what no gateway writes. */
    private static ToolCallResult of(JsonNode stored) {
        Outcome outcome = Outcome.valueOf(stored.path("outcome").asText());
        if (stored.path("result") instanceof ObjectNode result) {
            return switch (outcome) {
                case SUCCESS -> new Success(result, stored.path("cacheHit").asBoolean());
                case TOOL_ERROR -> new ToolError(result);
                case INPUT_REQUIRED -> new InputRequired(result);
                default -> null;
            };
        }
        if (!stored.has("standing")) {
            return null;
        }
        JsonNode wait = stored.path("retryAfter");
        return new Failed(
                outcome,
                stored.path("message").asText(),
                stored.path("upstream").asText(),
                wait.isIntegralNumber() ? Optional.of(Duration.ofMillis(wait.asLong())) : Optional.empty(),
                stored.path("upstreamError") instanceof ObjectNode error ? Optional.of(error) : Optional.empty(),
                Standing.valueOf(stored.path("standing").asText()));
    }
}
