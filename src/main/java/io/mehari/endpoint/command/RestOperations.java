package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.component.gatewayapi.GatewayOperations;
import io.mehari.endpoint.http.InsideRequest;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestRoute;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The handlers of the data plane's paths, asked without HTTP: a command answers what the path answers, because it is the same
 * handler. Safe for concurrent use.
 */
final class RestOperations implements GatewayOperations {
    private final Supplier<Map<String, RestRoute>> routes;

    /**
     * The operations of handlers.
     *
     * @param handlers asked for their routes at the first operation
     */
    RestOperations(Supplier<List<RestRoute.Provider>> handlers) {
        this.routes = new Supplier<>() {
            private volatile Map<String, RestRoute> found;

            @Override
            public Map<String, RestRoute> get() {
                if (found == null) {
                    Map<String, RestRoute> all = new HashMap<>();
                    handlers.get().forEach(handler -> handler.routes().forEach(route -> all.put(key(route), route)));
                    found = all;
                }
                return found;
            }
        };
    }

    private static String key(RestRoute route) {
        return route.method().name().toLowerCase(Locale.ROOT) + ":" + route.path();
    }

    @Override
    public boolean has(String operation) {
        return NamedOperations.has(routes.get(), operation);
    }

    @Override
    public CompletableFuture<JsonNode> run(String operation, ObjectNode params, Caller caller) {
        try {
            NamedOperations meant = NamedOperations.of(routes.get(), operation, params);
            RestRoute route = meant.route();
            OperationTarget asked = OperationTarget.of(route, meant.params());
            Request request = InsideRequest.of(route.method(), asked.target(), asked.body());
            CallContext context = request.contextOf(caller);
            return route.handler()
                    .handle(request, RequestTarget.parse(asked.target()), context)
                    .handle(RestOperations::answer);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(OperationFailure.of(e));
        }
    }

    private static JsonNode answer(Response response, Throwable failure) {
        if (failure != null) {
            throw OperationFailure.of(failure);
        }
        JsonNode tree = ResponseTree.of(response);
        if (response.status().code() >= 400) {
            throw OperationFailure.of(
                    response.status().code(), tree.path("message").asText("It was refused"));
        }
        return tree.has("success") && tree.has("data") ? tree.get("data") : tree;
    }
}
