package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.ParkedCalls;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.PathSegments;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.Counted;
import io.mehari.upstream.CachePolicy;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.ServerHealth;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamStatus;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.client.ClientConnectionCount;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Lists servers and tools, and describes one tool. Safe for concurrent use. */
final class CatalogHandler implements RestRoute.Provider {
    private final ToolCatalog catalog;
    private final Upstreams upstreams;
    private final Function<String, ClientConnectionCount> ofClients;
    private final ParkedCalls parked;
    private final ServerHealths healths;
    private final ServerAliases aliases;

    /**
     * A handler over all servers.
     *
     * @param catalog the tools of servers and of route files
     * @param upstreams the connections to servers
     * @param healths how well servers answer
     * @param aliases names as the file of servers has them
     */
    CatalogHandler(
            ToolCatalog catalog,
            Upstreams upstreams,
            Function<String, ClientConnectionCount> ofClients,
            ParkedCalls parked,
            ServerHealths healths,
            ServerAliases aliases) {
        this.aliases = aliases;
        this.parked = parked;
        this.healths = healths;
        this.catalog = catalog;
        this.upstreams = upstreams;
        this.ofClients = ofClients;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.get("/api/v1/servers", AccessLevel.CALL, RestHandler.of(this::servers)),
                RestRoute.get("/api/v1/tools", AccessLevel.CALL, RestHandler.of(this::tools)),
                RestRoute.get(RestRouter.TOOL_PATH, AccessLevel.CALL, RestHandler.of(this::tool)));
    }

    private Response servers(RequestTarget target, CallContext context) {
        ObjectNode data = Json.object();
        ArrayNode servers = data.putArray("servers");
        for (String name : catalog.servers()) {
            if (upstreams.find(name).isEmpty()) {
                servers.addObject()
                        .put("name", name)
                        .put("transport", "camel")
                        .put("state", "ready")
                        .put("tools", catalog.tools(name).size());
            }
        }
        upstreams.all().forEach(upstream -> servers.add(server(upstream)));
        return EnvelopeForm.INSTANCE.data(context, Counted.of(servers.size(), "server"), json -> json.writeTree(data));
    }

    /** Takes the parameters {@code server}, {@code limit} and {@code offset}. */
    private Response tools(RequestTarget target, CallContext context) {
        Paging paging = Paging.of(target);
        List<Tool> all = target.parameter("server").map(this::toolsOf).orElseGet(catalog::tools);
        List<Tool> page = paging.of(all);
        return EnvelopeForm.INSTANCE.data(context, page.size() + " of " + Counted.of(all.size(), "tool"), json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("tools");
            for (Tool tool : page) {
                ToolSummary.write(json, tool);
            }
            json.writeEndArray();
            json.writeNumberField("total", all.size());
            json.writeNumberField("limit", paging.limit());
            json.writeNumberField("offset", paging.offset());
            json.writeEndObject();
        });
    }

    private Response tool(RequestTarget target, CallContext context) {
        String server = target.segments().get(3);
        String name = target.segments().get(4);
        Tool tool = catalog.find(server, name)
                .orElseThrow(() -> RequestRejectedException.notFound(
                        "Server " + server + " has no tool " + name + "; GET /api/v1/tools lists all tools"));
        ObjectNode data = Json.object().put("server", server).put("name", name);
        data.set("definition", tool.definition());
        data.set("settings", settings(tool.calls()));
        tool.schema().problem().ifPresent(problem -> data.put("schema_problem", problem));
        if (!tool.schema().dropped().isEmpty()) {
            data.put(
                    "schema_problem",
                    "Left out of checks: " + String.join("; ", tool.schema().dropped()));
        }
        return EnvelopeForm.INSTANCE.data(context, "Tool " + name, json -> json.writeTree(data));
    }

    private List<Tool> toolsOf(String server) {
        if (!catalog.hasServer(server)) {
            throw RequestRejectedException.notFound(
                    "No server is named " + server + "; the servers are " + String.join(", ", catalog.servers()));
        }
        return catalog.tools(server);
    }

    private ObjectNode server(Upstream upstream) {
        UpstreamStatus status = upstream.status();
        ObjectNode server = Json.object()
                .put("name", upstream.name())
                .put("mcp", "/mcp/" + PathSegments.encoded(upstream.name()))
                .put("transport", status.transport())
                .put("state", status.state().name().toLowerCase(Locale.ROOT))
                .put("since", status.since().toString())
                .put("tools", status.tools())
                .put("in_flight", status.inFlight())
                .put("restarts", status.restarts())
                .put("attempts", status.attempts());
        aliases.inFile(upstream.name()).ifPresent(name -> server.put("name_in_file", name));
        server.set("health", health(healths.of(upstream)));
        status.nextAttempt().ifPresent(due -> server.put("next_attempt_at", due.toString()));
        ClientConnectionCount clients = ofClients.apply(upstream.name());
        if (clients.connections() > 0) {
            server.put("client_connections", clients.connections()).put("open_questions", clients.openQuestions());
        }
        int waiting = parked.of(upstream.name());
        if (waiting > 0) {
            server.put("parked_calls", waiting);
        }
        if (!status.declined().isEmpty()) {
            ObjectNode declined = server.putObject("declined_requests");
            status.declined().forEach(declined::put);
        }
        status.protocolVersion().ifPresent(version -> server.put("protocol_version", version));
        status.serverInfo().ifPresent(info -> server.set("server_info", info));
        status.instructions().ifPresent(instructions -> server.put("instructions", instructions));
        status.lastError().ifPresent(error -> server.put("last_error", error));
        upstream.pool().ifPresent(pool -> server.set("pool", pool.json()));
        if (!upstream.replicas().isEmpty()) {
            server.set("replicas", ReplicaList.of(upstream.replicas()));
        }
        return server;
    }

    private static ObjectNode health(ServerHealth health) {
        ObjectNode told = Json.object()
                .put("state", health.state().name().toLowerCase(Locale.ROOT))
                .put("since", health.since().toString());
        health.latencyMillis().ifPresent(millis -> told.put("latency_ms", Math.round(millis * 10) / 10.0));
        health.lastGood().ifPresent(good -> told.put("last_good", good.toString()));
        health.reason().ifPresent(reason -> told.put("reason", reason));
        return told;
    }

    private static ObjectNode settings(CallSettings calls) {
        ObjectNode settings = Json.object();
        settings.putObject("timeout")
                .put("attempt_ms", calls.attempt().toMillis())
                .put("total_ms", calls.total().toMillis());
        settings.putObject("retry")
                .put("max", calls.retry().max())
                .put("base_ms", calls.retry().base().toMillis())
                .put("factor", calls.retry().factor())
                .put("max_delay_ms", calls.retry().maxDelay().toMillis())
                .put("jitter", calls.retry().jitter())
                .put(
                        "resend",
                        calls.retry().resend().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        settings.putObject("breaker")
                .put("failure_rate", calls.breaker().failureRate())
                .put("window", calls.breaker().window())
                .put("wait_ms", calls.breaker().waitOpen().toMillis());
        settings.put("bulkhead", calls.bulkhead())
                .put("bulkhead_wait_ms", calls.bulkheadWait().toMillis())
                .put("idempotent", calls.idempotent());
        calls.cache().ifPresent(policy -> describe(policy, settings.putObject("cache")));
        return settings;
    }

    private static void describe(CachePolicy policy, ObjectNode cache) {
        cache.put("ttl_ms", policy.ttl().toMillis()).put("shared", policy.shared());
        if (policy.staleWhileRevalidate()) {
            cache.put("stale_while_revalidate_ms", policy.stale().toMillis());
        }
        policy.context().ifPresent(names -> names.stream().sorted().forEach(cache.putArray("context")::add));
        if (policy.maxBytes() < Long.MAX_VALUE) {
            cache.put("max_bytes", policy.maxBytes());
        }
        if (policy.hints()) {
            cache.put("hints", true);
        }
    }
}
