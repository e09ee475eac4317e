package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.instance.InstanceReport;
import io.mehari.instance.Instances;
import io.mehari.monitoring.diagnostics.Diagnostics;
import io.mehari.monitoring.diagnostics.ToolDiagnosis;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@code GET /diagnostics}: what is wrong, and what to do, and which gateways there are where they know each other; with
 * {@code ?tool=} why that tool is not available. Safe for concurrent use.
 */
public final class DiagnosticsHandler implements RestRoute.Provider {
    private static final Map<String, String> NOT_STORED = Map.of("cache-control", "no-store");

    private final Diagnostics diagnostics;
    private final ToolDiagnosis tools;
    private final Supplier<Optional<Instances>> instances;

    /**
     * A handler for these diagnoses.
     *
     * @param diagnostics of the whole gateway
     * @param tools of one tool
     * @param instances the gateways that there are; empty where they do not know each other
     */
    public DiagnosticsHandler(Diagnostics diagnostics, ToolDiagnosis tools, Supplier<Optional<Instances>> instances) {
        this.diagnostics = diagnostics;
        this.tools = tools;
        this.instances = instances;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get("/diagnostics", AccessLevel.MONITOR, this::diagnose));
    }

    private CompletableFuture<Response> diagnose(Request request, RequestTarget target, CallContext context) {
        CompletableFuture<ObjectNode> diagnosis = target.parameter("tool")
                .filter(tool -> !tool.isBlank())
                .map(tool -> CompletableFuture.completedFuture(tools.diagnose(tool, target.parameter("group"))))
                .orElseGet(this::diagnoseAll);
        return diagnosis.thenApply(
                json -> Response.json(HttpResponseStatus.OK, NOT_STORED, writer -> writer.writeTree(json)));
    }

    private CompletableFuture<ObjectNode> diagnoseAll() {
        return diagnostics.diagnose().thenApply(json -> {
            instances
                    .get()
                    .map(known -> InstanceReport.json(known.status()).path("instances"))
                    .ifPresent(all -> json.set("instances", all));
            return json;
        });
    }
}
