package io.mehari.tracing;

import io.mehari.call.CallOrigin;
import io.mehari.call.CallOrigin.Remote;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;

/**
 * What callers say of their own spans. The context of an MCP message is the parent of its call, and that of the HTTP request
 * that carried it is linked; without the first the second is the parent (OpenTelemetry conventions for MCP, "Context
 * propagation"). What is not as W3C Trace Context says counts as not sent.
 *
 * @param parent the parent of a call; without a span where a trace begins
 * @param linked a further span of the caller; null for none
 */
record RemoteContexts(Context parent, SpanContext linked) {
    private static final RemoteContexts NONE = new RemoteContexts(Context.root(), null);

    private static final TextMapGetter<Remote> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Remote carrier) {
            return List.of("traceparent", "tracestate");
        }

        @Override
        public String get(Remote carrier, String key) {
            return carrier == null ? null : key.equals("traceparent") ? carrier.traceparent() : carrier.tracestate();
        }
    };

    /**
     * Those of one call.
     *
     * @param origin of its request; null for a call from inside
     */
    static RemoteContexts of(CallOrigin origin) {
        if (origin == null) {
            return NONE;
        }
        Context http = read(origin.http());
        Context message = read(origin.message());
        if (message == null) {
            return http == null ? NONE : new RemoteContexts(http, null);
        }
        SpanContext ambient = http == null ? null : Span.fromContext(http).getSpanContext();
        boolean same = ambient != null
                && ambient.getSpanId()
                        .equals(Span.fromContext(message).getSpanContext().getSpanId());
        return new RemoteContexts(message, same ? null : ambient);
    }

    private static Context read(Remote remote) {
        if (remote == null) {
            return null;
        }
        Context read = W3CTraceContextPropagator.getInstance().extract(Context.root(), remote, GETTER);
        return Span.fromContext(read).getSpanContext().isValid() ? read : null;
    }
}
