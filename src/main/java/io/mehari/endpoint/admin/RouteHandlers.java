package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.RequestRejectedException;
import io.mehari.endpoint.http.RequestTarget;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.rest.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.routes.Generations;
import io.mehari.routes.InvalidRoutesException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.Route;

/** Shows the generation of route files that serves, and takes changed files. */
public final class RouteHandlers {
    private final Generations generations;
    private final RunningGeneration running;

    public RouteHandlers(Generations generations, RunningGeneration running) {
        this.generations = generations;
        this.running = running;
    }

    /** {@code GET /api/v1/admin/routes}. */
    public Response current(RequestTarget target, CallContext context) {
        return running.current()
                .map(generation -> answer(context, generation))
                .orElseThrow(() -> new IllegalStateException("No generation of route files is running"));
    }

    /** {@code POST /api/v1/admin/routes/reload}: 422 with the reason when the files cannot be run. */
    public CompletableFuture<Response> reload(Request request, RequestTarget target, CallContext context) {
        return generations.reload().handle((generation, failure) -> {
            if (failure == null) {
                return answer(context, generation);
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof InvalidRoutesException invalid) {
                throw RequestRejectedException.invalid(
                        "", invalid.getMessage() + "; the routes before go on serving", "routes");
            }
            throw new CompletionException(cause);
        });
    }

    private Response answer(CallContext context, Generation generation) {
        ObjectNode data = Json.object()
                .put("generation", generation.number())
                .put("fingerprint", generation.fingerprint())
                .put("calls_in_flight", generation.calls());
        generations.problem().ifPresent(problem -> data.put("last_problem", problem));
        ArrayNode routes = data.putArray("routes");
        for (Route route : generation.context().getRoutes()) {
            routes.addObject()
                    .put("id", route.getRouteId())
                    .put("group", route.getGroup())
                    .put("description", route.getDescription());
        }
        return EnvelopeForm.INSTANCE.data(
                context, "Generation " + generation.number() + " serves", json -> json.writeTree(data));
    }
}
