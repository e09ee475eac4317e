package io.mehari.tracing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.AttemptTrace;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ToolCallResult;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The span of an attempt.
 *
 * @param span itself
 * @param context in which it is the current one
 * @param redacted takes secrets out of a text
 */
record AttemptSpan(Span span, Context context, UnaryOperator<String> redacted) implements AttemptTrace {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

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
    public void ended(ToolCallResult result) {
        SpanEnd.of(span, result, redacted);
    }
}
