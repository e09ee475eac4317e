package io.mehari.tracing;

import io.mehari.call.AttemptTrace;
import io.mehari.call.RequestTrace;
import io.mehari.call.ToolCallResult;
import io.mehari.protocol.ErrorCode;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.util.function.UnaryOperator;

/**
 * The span of an MCP request other than a tool call.
 *
 * @param tracer makes the spans of what it asks of servers
 * @param span itself
 * @param context in which it is the current one, for those below it
 * @param method of the request
 * @param redacted takes secrets out of a text
 */
record RequestSpan(Tracer tracer, Span span, Context context, String method, UnaryOperator<String> redacted)
        implements RequestTrace, SpanParent {
    @Override
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }

    @Override
    public AttemptTrace attempt(String server, String target, URI url) {
        AttemptSpan attempt = AttemptSpan.begin(tracer, this, method, redacted);
        if (attempt.span().isRecording()) {
            attempt.describe(method, server, url);
        }
        return attempt;
    }

    @Override
    public void failed(String category, String recovery, String route, int resent) {
        // requests that are no calls have no recovery
    }

    @Override
    public void ended(ToolCallResult result) {
        SpanEnd.of(span, result, redacted);
    }

    @Override
    public void answered() {
        span.end();
    }

    /** The name of a prompt that does not exist is what a client has made up: names of spans are few. */
    @Override
    public void refused(int code, String message) {
        if (code == ErrorCode.INVALID_PARAMS) {
            span.updateName(method);
        }
        SpanEnd.refused(span, code, message, redacted);
    }
}
