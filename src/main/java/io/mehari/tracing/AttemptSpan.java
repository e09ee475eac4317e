package io.mehari.tracing;

import static io.mehari.tracing.SpanAttributes.ADDRESS;
import static io.mehari.tracing.SpanAttributes.METHOD;
import static io.mehari.tracing.SpanAttributes.PORT;
import static io.mehari.tracing.SpanAttributes.REPLICA;
import static io.mehari.tracing.SpanAttributes.SERVER;
import static io.mehari.tracing.SpanAttributes.TRANSPORT;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.AttemptTrace;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ReplicaTry;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The span of an attempt.
 *
 * @param tracer makes spans
 * @param span itself
 * @param context in which it is the current one
 * @param name of the span
 * @param redacted takes secrets out of a text
 */
record AttemptSpan(Tracer tracer, Span span, Context context, String name, UnaryOperator<String> redacted)
        implements AttemptTrace, SpanParent {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /** Begins one below another span. */
    static AttemptSpan begin(Tracer tracer, SpanParent parent, String name, UnaryOperator<String> redacted) {
        Span span = tracer.spanBuilder(name)
                .setSpanKind(SpanKind.CLIENT)
                .setParent(parent.context())
                .startSpan();
        return new AttemptSpan(tracer, span, parent.context().with(span), name, redacted);
    }

    /** Says what is asked of which server; a server without a url is a process. */
    void describe(String method, String server, URI url) {
        span.setAttribute(METHOD, method)
                .setAttribute(SERVER, server)
                .setAttribute(TRANSPORT, url == null ? "pipe" : "tcp");
        if (url != null) {
            span.setAttribute(ADDRESS, url.getHost()).setAttribute(PORT, (long) portOf(url));
        }
    }

    private static int portOf(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? HTTPS : HTTP;
    }

    @Override
    public ClientHeaders onto(ClientHeaders headers) {
        Map<String, String> all = new TreeMap<>(headers.values());
        W3C.fields().forEach(all::remove);
        W3C.inject(context, all, Map::put);
        return ClientHeaders.of(all);
    }

    @Override
    public ObjectNode onto(ObjectNode meta) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        if (meta != null) {
            all.setAll(meta);
            all.remove(List.copyOf(W3C.fields()));
        }
        W3C.inject(context, all, ObjectNode::put);
        return all;
    }

    @Override
    public void tried(List<ReplicaTry> tries) {
        if (span.isRecording()) {
            tries.forEach(each -> {
                span.setAttribute(REPLICA, each.replica());
                each.refusal().ifPresent(refusal -> refused(each, refusal));
            });
        }
    }

    private void refused(ReplicaTry each, Failed refusal) {
        long now = System.nanoTime();
        Instant clock = Instant.now();
        Span one = tracer.spanBuilder(name)
                .setSpanKind(SpanKind.CLIENT)
                .setParent(context)
                .setStartTimestamp(clock.minusNanos(now - each.beganNanos()))
                .startSpan();
        one.setAttribute(REPLICA, each.replica());
        SpanEnd.of(one, refusal, redacted, clock.minusNanos(now - each.endedNanos()));
    }

    @Override
    public void ended(ToolCallResult result) {
        SpanEnd.of(span, result, redacted);
    }
}
