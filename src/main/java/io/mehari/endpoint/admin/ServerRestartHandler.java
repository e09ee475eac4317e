package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.NearestNames;
import io.mehari.upstream.ReplicaStatus;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * {@code POST /api/v1/admin/servers/{server}/restart}: reconnects one server and leaves all others as they are; {@code
 * POST /api/v1/admin/servers/{server}/replicas/{index}/restart}: reconnects one of its replicas. Safe for concurrent use.
 */
public final class ServerRestartHandler implements RestHandler, RestRoute.Provider {
    private static final int NAME = 4;
    private static final int INDEX = 6;

    private final Upstreams upstreams;

    /**
     * A handler for these servers.
     *
     * @param upstreams the connections to all servers
     */
    public ServerRestartHandler(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.post("/api/v1/admin/servers/{server}/restart", AccessLevel.ADMIN, this),
                RestRoute.post(
                        "/api/v1/admin/servers/{server}/replicas/{index}/restart", AccessLevel.ADMIN, this::replica));
    }

    @Override
    public CompletableFuture<Response> handle(Request request, RequestTarget target, CallContext context) {
        return restart(server(target), context);
    }

    private CompletableFuture<Response> replica(Request request, RequestTarget target, CallContext context) {
        Upstream server = server(target);
        String index = target.segments().get(INDEX);
        ReplicaStatus found = server.replicas().stream()
                .filter(replica -> Integer.toString(replica.index()).equals(index))
                .findFirst()
                .orElseThrow(() -> RequestRejectedException.notFound(
                        "Server " + server.name() + " has no replica " + index + "; " + known(server.replicas())));
        return restart(found.upstream(), context);
    }

    private static String known(List<ReplicaStatus> replicas) {
        return replicas.isEmpty()
                ? "it has no \"replicas\": POST /api/v1/admin/servers/{server}/restart reconnects it"
                : "they are 0 to " + (replicas.size() - 1);
    }

    private Upstream server(RequestTarget target) {
        String name = target.segments().get(NAME);
        return upstreams
                .find(name)
                .orElseThrow(() -> RequestRejectedException.notFound(
                        "No server that the gateway connects to is named \"" + name + "\"; " + nearest(name)));
    }

    private static CompletableFuture<Response> restart(Upstream upstream, CallContext context) {
        return upstream.restart().handle((done, failure) -> {
            if (failure != null) {
                throw rejected(failure);
            }
            return restarted(upstream, context);
        });
    }

    private String nearest(String name) {
        List<String> names = upstreams.all().stream().map(Upstream::name).toList();
        List<String> nearest = NearestNames.of(name, names);
        return nearest.isEmpty()
                ? "GET /api/v1/servers lists all servers"
                : "did you mean " + String.join(", ", nearest) + "?";
    }

    private static RuntimeException rejected(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof IllegalStateException
                ? RequestRejectedException.of(RejectionReason.STOPPING, cause.getMessage())
                : new CompletionException(cause);
    }

    private static Response restarted(Upstream upstream, CallContext context) {
        ObjectNode data = Json.object()
                .put("name", upstream.name())
                .put("state", upstream.state().name().toLowerCase(Locale.ROOT));
        return EnvelopeForm.INSTANCE.data(
                context, "Server " + upstream.name() + " is being reconnected", json -> json.writeTree(data));
    }
}
