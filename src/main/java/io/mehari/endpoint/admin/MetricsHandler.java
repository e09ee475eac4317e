package io.mehari.endpoint.admin;

import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.monitoring.exposition.MetricsDocuments;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /metrics}: JSON, or what Prometheus reads if the request asks for that; {@code GET /metrics/prometheus}: that in any
 * case. Safe for concurrent use.
 */
public final class MetricsHandler implements RestRoute.Provider {
    private static final Map<String, String> HEADERS = Map.of("cache-control", "no-store", "vary", "Accept");
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";
    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final MetricsDocuments documents;

    /**
     * A handler of the documents.
     *
     * @param documents makes them
     */
    public MetricsHandler(MetricsDocuments documents) {
        this.documents = documents;
    }

    @Override
    public List<RestRoute> routes() {
        RestHandler either = (request, target, context) -> forPrometheus(request) ? text(request) : json();
        RestHandler prometheus = (request, target, context) -> text(request);
        return List.of(
                RestRoute.get("/metrics", AccessLevel.MONITOR, either),
                RestRoute.get("/metrics/prometheus", AccessLevel.MONITOR, prometheus));
    }

    /** Prometheus names its forms and not JSON; who names neither, such as a browser or curl, gets JSON. */
    private static boolean forPrometheus(Request request) {
        return !request.accepts(JSON) && (request.accepts(OPEN_METRICS) || request.accepts(TEXT));
    }

    private CompletableFuture<Response> json() {
        return documents
                .json()
                .thenApply(report -> Response.json(HttpResponseStatus.OK, HEADERS, json -> json.writeTree(report)));
    }

    private CompletableFuture<Response> text(Request request) {
        String form = request.accepts(OPEN_METRICS) ? MetricsDocuments.OPEN_METRICS : MetricsDocuments.PROMETHEUS;
        return documents
                .text(form)
                .thenApply(text -> new Response(HttpResponseStatus.OK, form, HEADERS, stream -> stream.write(text)));
    }
}
