package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.monitoring.Health;
import io.mehari.protocol.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/** Tells how the gateway is (S0.15). */
final class HealthQueries {
    private static final Map<String, String> NOT_STORED = Map.of("cache-control", "no-store");

    private final Health health;

    HealthQueries(Health health) {
        this.health = health;
    }

    /** {@code GET /health}: every part; 200 even when degraded, since the gateway does answer. */
    Answer report(RequestTarget target, CallContext context) {
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
        return Answer.json(HttpResponseStatus.OK, NOT_STORED, json -> json.writeTree(data));
    }

    /** {@code GET /health/live}: the process answers. */
    Answer live(RequestTarget target, CallContext context) {
        return Answer.json(HttpResponseStatus.OK, NOT_STORED, json -> json.writeRaw("{\"status\":\"live\"}"));
    }
}
