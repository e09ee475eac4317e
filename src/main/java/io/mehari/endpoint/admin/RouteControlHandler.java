package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.control.RouteControl;
import io.mehari.control.RouteJson;
import io.mehari.control.RouteStatus;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.Counted;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /api/v1/admin/routes/statistics}: all routes, whether they run, what was counted of them; {@code
 * /api/v1/admin/routes/{id}/...}: one of them, to be stopped, suspended and started. Safe for concurrent use.
 */
final class RouteControlHandler implements RestRoute.Provider {
    private static final String PATH = "/api/v1/admin/routes/{id}/";
    private static final int ID = 4;

    private final RouteControl routes;

    /** @param routes of the gateway */
    RouteControlHandler(RouteControl routes) {
        this.routes = routes;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.get("/api/v1/admin/routes/statistics", AccessLevel.MONITOR, RestHandler.of(this::all)),
                RestRoute.get(PATH + "status", AccessLevel.MONITOR, RestHandler.of(this::status)),
                RestRoute.get(PATH + "statistics", AccessLevel.MONITOR, RestHandler.of(this::statistics)),
                RestRoute.post(PATH + "stop", AccessLevel.ADMIN, change((name, by) -> routes.stop(name, by))),
                RestRoute.post(PATH + "suspend", AccessLevel.ADMIN, change((name, by) -> routes.suspend(name, by))),
                RestRoute.post(PATH + "start", AccessLevel.ADMIN, change((name, by) -> routes.start(name, by))),
                RestRoute.post(PATH + "resume", AccessLevel.ADMIN, change((name, by) -> routes.start(name, by))));
    }

    private Response all(RequestTarget target, CallContext context) {
        List<RouteStatus> all = routes.all();
        ObjectNode data = Json.object();
        ArrayNode array = data.putArray("routes");
        all.forEach(route -> array.add(RouteJson.of(route)));
        return EnvelopeForm.INSTANCE.data(context, Counted.of(all.size(), "route"), json -> json.writeTree(data));
    }

    private Response status(RequestTarget target, CallContext context) {
        RouteStatus route = ControlFailures.asked(() -> routes.status(id(target)));
        return response(context, route);
    }

    private Response statistics(RequestTarget target, CallContext context) {
        RouteStatus route = ControlFailures.asked(() -> routes.status(id(target)));
        ObjectNode data = RouteJson.statistics(route).put("id", route.id());
        return EnvelopeForm.INSTANCE.data(context, "Route " + route.id(), json -> json.writeTree(data));
    }

    private interface Change {
        CompletableFuture<RouteStatus> begin(String id, String by);
    }

    private static RestHandler change(Change change) {
        return (request, target, context) -> ControlFailures.explained(
                        () -> change.begin(id(target), context.caller().name()))
                .thenApply(route -> response(context, route));
    }

    private static String id(RequestTarget target) {
        return target.segments().get(ID);
    }

    private static Response response(CallContext context, RouteStatus route) {
        ObjectNode data = RouteJson.of(route);
        return EnvelopeForm.INSTANCE.data(
                context, "Route " + route.id() + " is " + route.state().code(), json -> json.writeTree(data));
    }
}
