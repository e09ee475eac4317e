package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.ToolCallResult;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** {@code POST /api/v1/admin/servers/{name}/restart}: makes one connection anew, leaving all others alone (S1.11). */
final class ServerRestart implements Query {
    private static final int NAME = 4;

    private final Upstreams upstreams;

    ServerRestart(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public CompletableFuture<Answer> answer(RestRequest request, RequestTarget target, CallContext context) {
        String name = target.segments().get(NAME);
        Upstream upstream = upstreams
                .find(name)
                .orElseThrow(() -> new Refusal(
                        ToolCallResult.Refused.notFound("There is no connection to a server " + name + "; there are "
                                + upstreams.all().stream().map(Upstream::name).toList())));
        return upstream.restart().handle((done, failure) -> {
            if (failure == null) {
                return restarted(upstream, context);
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof UnsupportedOperationException) {
                throw new Refusal(Rejection.of(
                        Problem.METHOD_NOT_ALLOWED, "The connection to server " + name + " cannot be made anew"));
            }
            throw new CompletionException(cause);
        });
    }

    private static Answer restarted(Upstream upstream, CallContext context) {
        ObjectNode data = Json.object()
                .put("name", upstream.name())
                .put("state", upstream.status().state().name().toLowerCase(Locale.ROOT));
        return EnvelopeForm.INSTANCE.data(
                context, "Server " + upstream.name() + " is connected anew", json -> json.writeTree(data));
    }
}
