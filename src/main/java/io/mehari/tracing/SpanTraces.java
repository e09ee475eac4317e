package io.mehari.tracing;

import static io.mehari.tracing.SpanAttributes.CALLER;
import static io.mehari.tracing.SpanAttributes.CALL_TOOL;
import static io.mehari.tracing.SpanAttributes.EXECUTE_TOOL;
import static io.mehari.tracing.SpanAttributes.METHOD;
import static io.mehari.tracing.SpanAttributes.OPERATION;
import static io.mehari.tracing.SpanAttributes.PROMPT;
import static io.mehari.tracing.SpanAttributes.REPLAY;
import static io.mehari.tracing.SpanAttributes.REQUEST;
import static io.mehari.tracing.SpanAttributes.RESOURCE;
import static io.mehari.tracing.SpanAttributes.RPC_ID;
import static io.mehari.tracing.SpanAttributes.SERVER;
import static io.mehari.tracing.SpanAttributes.SESSION;
import static io.mehari.tracing.SpanAttributes.TOOL;
import static io.mehari.tracing.SpanAttributes.VERSION;

import io.mehari.call.CallContext;
import io.mehari.call.CallOrigin;
import io.mehari.call.CallTrace;
import io.mehari.call.CallTraces;
import io.mehari.call.RequestTrace;
import io.mehari.call.ToolCall;
import io.mehari.protocol.McpMethod;
import io.mehari.text.Sha256;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Makes the spans of calls by OpenTelemetry. Thread-safe. */
final class SpanTraces implements CallTraces, AutoCloseable {
    private static final long FLUSH_SECONDS = 5;
    private static final int SESSION_DIGITS = 16;

    private final SdkTracerProvider provider;
    private final ExecutorService threads;
    private final Tracer tracer;
    private final UnaryOperator<String> redacted;

    /**
     * Traces that are sent.
     *
     * @param provider makes the spans; shut down by {@link #close}
     * @param threads of its exporter; shut down by {@link #close}
     * @param redacted takes secrets out of a text
     */
    SpanTraces(SdkTracerProvider provider, ExecutorService threads, UnaryOperator<String> redacted) {
        this.provider = provider;
        this.threads = threads;
        this.tracer = provider.get("io.mehari");
        this.redacted = redacted;
    }

    @Override
    public CallTrace begin(ToolCall call, CallTrace outer) {
        CallContext context = call.context();
        CallOrigin origin = context.origin();
        boolean mcp = origin != null && origin.rpcId() != null;
        String what = mcp ? CALL_TOOL : EXECUTE_TOOL;
        RemoteContexts remote = RemoteContexts.of(origin);
        SpanBuilder builder = tracer.spanBuilder(what + " " + call.tool())
                .setSpanKind(context.depth() > 0 || context.byGateway() ? SpanKind.INTERNAL : SpanKind.SERVER)
                .setParent(outer instanceof SpanParent around ? around.context() : remote.parent())
                .setStartTimestamp(context.receivedAt());
        if (remote.linked() != null) {
            builder.addLink(remote.linked());
        }
        Span span = builder.startSpan();
        if (span.isRecording()) {
            describe(span, call, mcp ? origin : null);
        }
        return new CallSpan(tracer, span, Context.root().with(span), what, redacted);
    }

    @Override
    public RequestTrace begin(String method, String target, CallContext context) {
        RemoteContexts remote = RemoteContexts.of(context.origin());
        boolean prompt = McpMethod.PROMPTS_GET.equals(method) && target != null;
        SpanBuilder builder = tracer.spanBuilder(prompt ? method + " " + SpanEnd.cut(target) : method)
                .setSpanKind(SpanKind.SERVER)
                .setParent(remote.parent())
                .setStartTimestamp(context.receivedAt());
        if (remote.linked() != null) {
            builder.addLink(remote.linked());
        }
        Span span = builder.startSpan();
        if (span.isRecording()) {
            describe(span, method, context);
            if (target != null) {
                span.setAttribute(prompt ? PROMPT : RESOURCE, SpanEnd.cut(redacted.apply(SpanEnd.cut(target))));
            }
        }
        return new RequestSpan(tracer, span, Context.root().with(span), method, redacted);
    }

    private static void describe(Span span, String method, CallContext context) {
        span.setAttribute(METHOD, method)
                .setAttribute(REQUEST, context.requestId())
                .setAttribute(CALLER, context.caller().name());
        CallOrigin origin = context.origin();
        if (origin != null) {
            span.setAttribute(RPC_ID, origin.rpcId())
                    .setAttribute(VERSION, origin.version())
                    .setAttribute(SESSION, digest(origin.session()));
        }
    }

    private static void describe(Span span, ToolCall call, CallOrigin mcp) {
        CallContext context = call.context();
        span.setAttribute(OPERATION, EXECUTE_TOOL)
                .setAttribute(TOOL, call.tool())
                .setAttribute(SERVER, call.server())
                .setAttribute(REQUEST, context.requestId())
                .setAttribute(CALLER, context.caller().name());
        if (context.replay()) {
            span.setAttribute(REPLAY, true);
        }
        if (mcp != null) {
            span.setAttribute(METHOD, CALL_TOOL)
                    .setAttribute(RPC_ID, mcp.rpcId())
                    .setAttribute(VERSION, mcp.version())
                    .setAttribute(SESSION, digest(mcp.session()));
        }
    }

    /** Who knows the id of a session can take part in it, so it does not leave as it is. */
    private static String digest(String session) {
        return session == null ? null : Sha256.hexOf(session).substring(0, SESSION_DIGITS);
    }

    /** Sends what waits, 5 s at most. */
    @Override
    public void close() {
        provider.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
        threads.shutdownNow();
    }
}
