package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.AttemptTrace;
import io.mehari.call.CallTrace;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.text.Causes;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The spans of requests to servers that are no tool calls. Stateless. */
final class TracedAttempts {
    private TracedAttempts() {}

    /** Begins one. */
    static AttemptTrace begin(CallTrace request, Upstream upstream, String method) {
        HttpSettings http = upstream.settings().http();
        return request.attempt(upstream.name(), method, http == null ? null : http.url());
    }

    /** The params with the context of the span in the place of the client's. */
    static ObjectNode onto(AttemptTrace span, ObjectNode params) {
        ObjectNode meta = params.get("_meta") instanceof ObjectNode given ? given : null;
        return Params.with(params, "_meta", span.onto(meta));
    }

    /** Sends a request, and ends the span with it. */
    static CompletableFuture<ObjectNode> ending(AttemptTrace span, Supplier<CompletableFuture<ObjectNode>> sending) {
        try {
            return sending.get().whenComplete((result, failure) -> end(span, result, failure));
        } catch (RuntimeException e) {
            span.ended(null);
            throw e;
        }
    }

    private static void end(AttemptTrace span, ObjectNode result, Throwable failure) {
        if (failure == null) {
            span.ended(new Success(result, false));
        } else {
            Failed failed = Causes.unwrapped(failure) instanceof ToolCallException told ? told.result() : null;
            span.ended(failed);
        }
    }
}
