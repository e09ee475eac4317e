package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.routes.Generations;
import io.mehari.routes.InvalidRoutesException;
import io.mehari.security.AccessLevel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.Route;

/**
 * {@code /api/v1/admin/routes}: shows the generation of route files that serves, and reloads the files. Safe for
 * concurrent use.
 */
public final class RouteHandler implements RestRoute.Provider {
    private final Generations generations;
    private final RunningGeneration running;

    /**
     * A handler for the route files of the gateway.
     *
     * @param generations builds a generation of the files when asked to reload
     * @param running the generation that serves
     */
    public RouteHandler(Generations generations, RunningGeneration running) {
        this.generations = generations;
        this.running = running;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.get("/api/v1/admin/routes", AccessLevel.ADMIN, RestHandler.of(this::current)),
                RestRoute.post("/api/v1/admin/routes/reload", AccessLevel.ADMIN, this::reload));
    }

    private Response current(RequestTarget target, CallContext context) {
        return running.current()
                .map(generation -> response(context, generation))
                .orElseThrow(() -> new IllegalStateException("No generation of route files is running"));
    }

    /** 422 with the reason if the files cannot be run; the generation that serves stays then. */
    private CompletableFuture<Response> reload(Request request, RequestTarget target, CallContext context) {
        return generations.reload().handle((generation, failure) -> {
            if (failure == null) {
                return response(context, generation);
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof InvalidRoutesException invalid) {
                throw RequestRejectedException.invalid(
                        "", invalid.getMessage() + "; the previous routes continue to serve", "routes");
            }
            throw new CompletionException(cause);
        });
    }

    private Response response(CallContext context, Generation generation) {
        ObjectNode data = Json.object()
                .put("generation", generation.number())
                .put("fingerprint", generation.fingerprint())
                .put("calls_in_flight", generation.calls());
        generations.problem().ifPresent(problem -> data.put("last_problem", problem));
        ArrayNode warnings = data.putArray("warnings");
        generations.warnings().forEach(warnings::add);
        ArrayNode files = data.putArray("files");
        generations
                .layers()
                .forEach(layer -> files.addObject()
                        .put("file", layer.file())
                        .put("origin", layer.origin().word()));
        ArrayNode routes = data.putArray("routes");
        for (Route route : generation.context().getRoutes()) {
            routes.addObject()
                    .put("id", route.getRouteId())
                    .put("group", route.getGroup())
                    .put("description", route.getDescription());
        }
        return EnvelopeForm.INSTANCE.data(
                context, "Generation " + generation.number() + " is running", json -> json.writeTree(data));
    }
}
