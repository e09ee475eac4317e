package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.ToolCallResult;
import io.mehari.protocol.Json;
import io.mehari.text.NearestNames;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.util.List;
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
                .orElseThrow(() -> new Refusal(ToolCallResult.Refused.notFound(
                        "There is no connection to a server named \"" + name + "\"; " + nearest(name))));
        return upstream.restart().handle((done, failure) -> {
            if (failure != null) {
                throw refusal(failure);
            }
            return restarted(upstream, context);
        });
    }

    private String nearest(String name) {
        List<String> names = upstreams.all().stream().map(Upstream::name).toList();
        List<String> nearest = NearestNames.of(name, names);
        return nearest.isEmpty()
                ? "GET /api/v1/servers lists what there is"
                : "did you mean " + String.join(", ", nearest) + "?";
    }

    private static RuntimeException refusal(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof IllegalStateException
                ? new Refusal(Rejection.of(Problem.STOPPING, cause.getMessage()))
                : new CompletionException(cause);
    }

    private static Answer restarted(Upstream upstream, CallContext context) {
        ObjectNode data = Json.object()
                .put("name", upstream.name())
                .put("state", upstream.status().state().name().toLowerCase(Locale.ROOT));
        return EnvelopeForm.INSTANCE.data(
                context, "Server " + upstream.name() + " is being connected anew", json -> json.writeTree(data));
    }
}
