package io.mehari.tracing;

import static io.mehari.tracing.SpanAttributes.ATTEMPT;
import static io.mehari.tracing.SpanAttributes.CALL_TOOL;
import static io.mehari.tracing.SpanAttributes.CATEGORY;
import static io.mehari.tracing.SpanAttributes.EXECUTE_TOOL;
import static io.mehari.tracing.SpanAttributes.OPERATION;
import static io.mehari.tracing.SpanAttributes.RECOVERY;
import static io.mehari.tracing.SpanAttributes.RECOVERY_ROUTE;
import static io.mehari.tracing.SpanAttributes.RESENT;
import static io.mehari.tracing.SpanAttributes.TOOL;

import io.mehari.call.AttemptTrace;
import io.mehari.call.CallTrace;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * The span of a call.
 *
 * @param tracer makes the spans of its attempts
 * @param span itself
 * @param context in which it is the current one, for those below it
 * @param what how its name begins
 * @param redacted takes secrets out of a text
 * @param attempts counts them
 */
record CallSpan(
        Tracer tracer, Span span, Context context, String what, UnaryOperator<String> redacted, AtomicInteger attempts)
        implements CallTrace, SpanParent {
    CallSpan(Tracer tracer, Span span, Context context, String what, UnaryOperator<String> redacted) {
        this(tracer, span, context, what, redacted, new AtomicInteger());
    }

    @Override
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }

    @Override
    public AttemptTrace attempt(String server, String tool, URI url) {
        AttemptSpan attempt = AttemptSpan.begin(tracer, this, CALL_TOOL + " " + tool, redacted);
        if (attempt.span().isRecording()) {
            attempt.describe(CALL_TOOL, server, url);
            attempt.span()
                    .setAttribute(OPERATION, EXECUTE_TOOL)
                    .setAttribute(TOOL, tool)
                    .setAttribute(ATTEMPT, (long) attempts.incrementAndGet());
        }
        return attempt;
    }

    @Override
    public void failed(String category, String recovery, String route, int resent) {
        if (span.isRecording()) {
            span.setAttribute(CATEGORY, category)
                    .setAttribute(RECOVERY, recovery)
                    .setAttribute(RESENT, (long) resent);
            if (!route.isEmpty()) {
                span.setAttribute(RECOVERY_ROUTE, route);
            }
        }
    }

    /** The name of a tool that does not exist is what a caller has made up: names of spans are few. */
    @Override
    public void ended(ToolCallResult result) {
        if (result != null && result.outcome() == Outcome.NOT_FOUND) {
            span.updateName(what);
        }
        SpanEnd.of(span, result, redacted);
    }
}
