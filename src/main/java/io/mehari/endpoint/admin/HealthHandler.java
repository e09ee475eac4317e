package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Scope;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.HealthCheck.Condition;
import io.mehari.monitoring.HealthGroups;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code GET /health}, {@code GET /health/live} and {@code GET /health/{group}}: the state of the gateway. Nothing is asked
 * for it: no server is connected to, no session is opened. Safe for concurrent use.
 */
public final class HealthHandler implements RestRoute.Provider {
    private static final Map<String, String> NOT_STORED = Map.of("cache-control", "no-store");

    private final Health health;
    private final HealthGroups groups;
    private final Upstreams upstreams;
    private final ServerHealths healths;

    /**
     * A handler that reports what the checks find.
     *
     * @param health runs the checks of all parts
     * @param groups say what they mean
     * @param upstreams the connections to all servers
     * @param healths how well they answer
     */
    public HealthHandler(Health health, HealthGroups groups, Upstreams upstreams, ServerHealths healths) {
        this.health = health;
        this.groups = groups;
        this.upstreams = upstreams;
        this.healths = healths;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.get("/health", AccessLevel.DOCUMENT, RestHandler.of(this::report)),
                RestRoute.get("/health/live", AccessLevel.OPEN, RestHandler.of(this::live)),
                RestRoute.get("/health/{group}", AccessLevel.OPEN, RestHandler.of(this::group)));
    }

    /**
     * Every part; 200 even when degraded, since the gateway does respond. What is wrong with a part may name servers,
     * files and addresses, so that only those who may monitor read it.
     */
    private Response report(RequestTarget target, CallContext context) {
        Health.Report report = health.report();
        ObjectNode data = Json.object().put("status", groups.status(report));
        put(data, report.parts(), context);
        ObjectNode servers = data.putObject("servers");
        upstreams
                .all()
                .forEach(server -> servers.put(
                        server.name(), healths.of(server).state().name().toLowerCase(Locale.ROOT)));
        data.put("timestamp", report.at().toString());
        return Response.json(HttpResponseStatus.OK, NOT_STORED, json -> json.writeTree(data));
    }

    /** The process responds; no check is run. */
    private Response live(RequestTarget target, CallContext context) {
        return Response.json(HttpResponseStatus.OK, NOT_STORED, json -> json.writeRaw("{\"status\":\"live\"}"));
    }

    /** 200, or 503 with the parts that are unhealthy: what probes of load balancers and orchestrators understand. */
    private Response group(RequestTarget target, CallContext context) {
        String name = target.segments().get(1);
        Health.Report report = health.report();
        Map<String, Condition> red = groups.unhealthy(report, name)
                .orElseThrow(() -> RequestRejectedException.notFound("There is no group of health checks named \""
                        + name + "\"; there are live, " + String.join(", ", groups.names())));
        ObjectNode data = Json.object().put("status", red.isEmpty() ? name : "not_" + name);
        if (!red.isEmpty()) {
            put(data, red, context);
        }
        return Response.json(
                red.isEmpty() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                NOT_STORED,
                json -> json.writeTree(data));
    }

    private static void put(ObjectNode data, Map<String, Condition> parts, CallContext context) {
        boolean detailed = context.caller().has(Scope.MONITOR);
        ObjectNode checks = data.putObject("checks");
        parts.forEach((name, condition) -> {
            ObjectNode check = checks.putObject(name).put("status", condition.status());
            if (detailed && !condition.detail().isEmpty()) {
                check.put("detail", condition.detail());
            }
        });
    }
}
