package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.control.ServerControl;
import io.mehari.control.ServerStatus;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.security.AccessLevel;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code /api/v1/admin/servers/{server}/...}: one server, to be stopped, suspended and started. Safe for concurrent use. */
final class ServerControlHandler implements RestRoute.Provider {
    private static final String PATH = "/api/v1/admin/servers/{server}/";
    private static final int SERVER = 4;

    private final ServerControl servers;

    /** @param servers of the gateway */
    ServerControlHandler(ServerControl servers) {
        this.servers = servers;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.get(PATH + "status", AccessLevel.MONITOR, RestHandler.of(this::status)),
                RestRoute.post(PATH + "stop", AccessLevel.ADMIN, change((name, by) -> servers.stop(name, by))),
                RestRoute.post(PATH + "suspend", AccessLevel.ADMIN, change((name, by) -> servers.suspend(name, by))),
                RestRoute.post(PATH + "start", AccessLevel.ADMIN, change((name, by) -> servers.start(name, by))),
                RestRoute.post(PATH + "resume", AccessLevel.ADMIN, change((name, by) -> servers.start(name, by))));
    }

    private Response status(RequestTarget target, CallContext context) {
        return response(context, ControlFailures.asked(() -> servers.status(server(target))));
    }

    private interface Change {
        CompletableFuture<ServerStatus> begin(String server, String by);
    }

    private static RestHandler change(Change change) {
        return (request, target, context) -> ControlFailures.explained(
                        () -> change.begin(server(target), context.caller().name()))
                .thenApply(server -> response(context, server));
    }

    private static String server(RequestTarget target) {
        return target.segments().get(SERVER);
    }

    private static Response response(CallContext context, ServerStatus server) {
        ObjectNode data = server.json();
        return EnvelopeForm.INSTANCE.data(
                context,
                "Server " + server.name() + " is " + data.path("state").asText(),
                json -> json.writeTree(data));
    }
}
