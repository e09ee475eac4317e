package io.mehari.tracing;

import static io.mehari.tracing.SpanAttributes.CACHE_HIT;
import static io.mehari.tracing.SpanAttributes.ERROR;
import static io.mehari.tracing.SpanAttributes.OTHER;
import static io.mehari.tracing.SpanAttributes.OUTCOME;
import static io.mehari.tracing.SpanAttributes.RPC_STATUS;
import static io.mehari.tracing.SpanAttributes.TOOL_ERROR;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.protocol.JsonRpcError;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** Ends spans by what became of calls. Stateless. */
final class SpanEnd {
    private static final int LONGEST_TEXT = 256;

    private SpanEnd() {}

    /**
     * Ends a span.
     *
     * @param span of a call or an attempt
     * @param result how that ended; null if the gateway itself failed
     * @param redacted takes secrets out of a text
     */
    static void of(Span span, ToolCallResult result, UnaryOperator<String> redacted) {
        if (span.isRecording()) {
            describe(span, result, redacted);
        }
        span.end();
    }

    /**
     * Ends the span of something that has ended before.
     *
     * @param at when
     */
    static void of(Span span, ToolCallResult result, UnaryOperator<String> redacted, Instant at) {
        if (span.isRecording()) {
            describe(span, result, redacted);
        }
        span.end(at);
    }

    /** Ends the span of a request that was answered with a JSON-RPC error. */
    static void refused(Span span, int code, String message, UnaryOperator<String> redacted) {
        if (span.isRecording()) {
            String shown = String.valueOf(code);
            span.setAttribute(RPC_STATUS, shown)
                    .setAttribute(ERROR, shown)
                    .setStatus(StatusCode.ERROR, cut(redacted.apply(cut(message))));
        }
        span.end();
    }

    private static void describe(Span span, ToolCallResult result, UnaryOperator<String> redacted) {
        Outcome outcome = result == null ? Outcome.INTERNAL : result.outcome();
        span.setAttribute(OUTCOME, outcome.code());
        if (result instanceof Success success) {
            span.setAttribute(CACHE_HIT, success.cacheHit());
        } else if (outcome != Outcome.INPUT_REQUIRED) {
            rpcCode(result).ifPresent(code -> span.setAttribute(RPC_STATUS, code));
            span.setAttribute(ERROR, type(result));
            span.setStatus(StatusCode.ERROR, result == null ? "" : cut(redacted.apply(cut(result.message()))));
        }
    }

    private static String type(ToolCallResult result) {
        if (result == null) {
            return OTHER;
        }
        return result.outcome() == Outcome.TOOL_ERROR
                ? TOOL_ERROR
                : rpcCode(result).orElse(result.outcome().code());
    }

    private static Optional<String> rpcCode(ToolCallResult result) {
        return result instanceof Failed failed
                ? failed.answeredError()
                        .map(JsonRpcError::code)
                        .filter(OptionalInt::isPresent)
                        .map(code -> String.valueOf(code.getAsInt()))
                : Optional.empty();
    }

    static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
