package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.monitoring.diagnostics.Diagnostics;
import io.mehari.monitoring.diagnostics.ToolDiagnosis;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /diagnostics}: what is wrong, and what to do; with {@code ?tool=} why that tool is not available. Safe for
 * concurrent use.
 */
public final class DiagnosticsHandler implements RestRoute.Provider {
    private static final Map<String, String> NOT_STORED = Map.of("cache-control", "no-store");

    private final Diagnostics diagnostics;
    private final ToolDiagnosis tools;

    /**
     * A handler for these diagnoses.
     *
     * @param diagnostics of the whole gateway
     * @param tools of one tool
     */
    public DiagnosticsHandler(Diagnostics diagnostics, ToolDiagnosis tools) {
        this.diagnostics = diagnostics;
        this.tools = tools;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get("/diagnostics", AccessLevel.MONITOR, this::diagnose));
    }

    private CompletableFuture<Response> diagnose(Request request, RequestTarget target, CallContext context) {
        CompletableFuture<ObjectNode> diagnosis = target.parameter("tool")
                .filter(tool -> !tool.isBlank())
                .map(tool -> CompletableFuture.completedFuture(tools.diagnose(tool, target.parameter("group"))))
                .orElseGet(diagnostics::diagnose);
        return diagnosis.thenApply(
                json -> Response.json(HttpResponseStatus.OK, NOT_STORED, writer -> writer.writeTree(json)));
    }
}
