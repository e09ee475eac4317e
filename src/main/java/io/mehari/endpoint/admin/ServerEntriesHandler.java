package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.control.AddedServers;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.BodyReader;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST /api/v1/servers} adds a server behind a URL, {@code DELETE /api/v1/servers/{server}} removes one that was added
 * so. Safe for concurrent use.
 */
final class ServerEntriesHandler implements RestRoute.Provider {
    private static final int SERVER = 3;

    private final AddedServers servers;

    /** @param servers those that were added by requests */
    ServerEntriesHandler(AddedServers servers) {
        this.servers = servers;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.post("/api/v1/servers", AccessLevel.ADMIN, this::add),
                new RestRoute(HttpMethod.DELETE, "/api/v1/servers/{server}", AccessLevel.ADMIN, this::remove, false));
    }

    private CompletableFuture<Response> add(Request request, RequestTarget target, CallContext context) {
        ObjectNode entry = BodyReader.object(request);
        if (!entry.path("name").isTextual()) {
            throw RequestRejectedException.invalid("/name", "The server needs a name", "required");
        }
        String name = entry.remove("name").asText();
        String by = context.caller().name();
        return ControlFailures.explained(() -> servers.add(name, entry, by))
                .thenApply(done -> response(context, name, "is added"));
    }

    private CompletableFuture<Response> remove(Request request, RequestTarget target, CallContext context) {
        String name = target.segments().get(SERVER);
        String by = context.caller().name();
        return ControlFailures.explained(() -> servers.remove(name, by))
                .thenApply(done -> response(context, name, "is removed"));
    }

    private static Response response(CallContext context, String name, String what) {
        ObjectNode data = Json.object().put("name", name);
        return EnvelopeForm.INSTANCE.data(context, "Server " + name + " " + what, json -> json.writeTree(data));
    }
}
