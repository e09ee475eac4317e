package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.RequestTarget;
import io.mehari.endpoint.http.Response;
import io.mehari.monitoring.Health;
import io.mehari.protocol.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/** Tells how the gateway is (S0.15). */
public final class HealthHandlers {
    private static final Map<String, String> NOT_STORED = Map.of("cache-control", "no-store");

    private final Health health;

    public HealthHandlers(Health health) {
        this.health = health;
    }

    /** {@code GET /health}: every part; 200 even when degraded, since the gateway does answer. */
    public Response report(RequestTarget target, CallContext context) {
        Health.Report report = health.report();
        ObjectNode data = Json.object().put("status", report.healthy() ? "healthy" : "degraded");
        ObjectNode checks = data.putObject("checks");
        report.parts().forEach((name, condition) -> {
            ObjectNode check = checks.putObject(name).put("status", condition.healthy() ? "healthy" : "unhealthy");
            if (!condition.detail().isEmpty()) {
                check.put("detail", condition.detail());
            }
        });
        data.put("timestamp", report.at().toString());
        return Response.json(HttpResponseStatus.OK, NOT_STORED, json -> json.writeTree(data));
    }

    /** {@code GET /health/live}: the process answers. */
    public Response live(RequestTarget target, CallContext context) {
        return Response.json(HttpResponseStatus.OK, NOT_STORED, json -> json.writeRaw("{\"status\":\"live\"}"));
    }
}
