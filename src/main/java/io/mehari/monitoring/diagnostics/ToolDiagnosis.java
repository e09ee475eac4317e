package io.mehari.monitoring.diagnostics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.catalog.AggregatedNames;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroup;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.protocol.Json;
import io.mehari.text.NearestNames;
import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Why a tool is not available: goes the way of a call and stops where it would end. Safe for concurrent use.
 */
public final class ToolDiagnosis {
    private final ToolCatalog catalog;
    private final Upstreams upstreams;
    private final ToolGroups groups;
    private final CircuitBreakerRegistry breakers;

    /**
     * A diagnosis of all tools.
     *
     * @param catalog tools that are listed
     * @param upstreams servers
     * @param groups named sets of tools
     * @param breakers circuit breakers, by {@code server/tool}
     */
    public ToolDiagnosis(ToolCatalog catalog, Upstreams upstreams, ToolGroups groups, CircuitBreakerRegistry breakers) {
        this.catalog = catalog;
        this.upstreams = upstreams;
        this.groups = groups;
        this.breakers = breakers;
    }

    /** The steps so far, and whether the last one has failed. */
    private static final class Way {
        private final ObjectNode json = Json.object();
        private final ArrayNode checks = Json.object().putArray("checks");
        private boolean open = true;

        void check(String name, boolean ok, String detail, String recommendation) {
            if (!open) {
                return;
            }
            ObjectNode check =
                    checks.addObject().put("check", name).put("ok", ok).put("detail", detail);
            if (!ok) {
                check.put("recommendation", recommendation);
                json.put("answer", detail).put("recommendation", recommendation);
                open = false;
            }
        }
    }

    /**
     * Why a tool is not available, or that it is.
     *
     * @param asked {@code server/tool}, {@code server__tool}, or the name of a tool alone
     * @param group name of a group in which it should be; empty for any
     * @return a new object, with {@code available}, {@code answer} and the {@code checks} up to the first that failed
     */
    public ObjectNode diagnose(String asked, Optional<String> group) {
        String id = resolve(asked);
        int slash = id.indexOf('/');
        Way way = new Way();
        way.json.put("tool", asked);
        if (slash < 0) {
            List<String> nearest = NearestNames.of(
                    id, new TreeSet<>(catalog.tools().stream().map(Tool::name).toList()));
            way.check(
                    "known",
                    false,
                    "No server lists a tool named " + id,
                    nearest.isEmpty()
                            ? "GET /api/v1/tools lists all tools; ask by server/tool to learn more"
                            : "Did you mean " + String.join(", ", nearest) + "?");
        } else {
            String server = id.substring(0, slash);
            String tool = id.substring(slash + 1);
            way.json.put("server", server).put("name", tool);
            server(way, server);
            listed(way, server, tool);
            breaker(way, server + "/" + tool);
            group.ifPresent(name -> inGroup(way, name, server, tool));
        }
        way.json.put("available", way.open);
        if (way.open) {
            way.json.put("answer", id + " is available: calls with a key of scope \"call\" are sent");
        }
        way.json.set("checks", way.checks);
        return way.json;
    }

    private String resolve(String asked) {
        if (asked.indexOf('/') > 0) {
            return asked;
        }
        Optional<Tool> shown = catalog.tools().stream()
                .filter(tool -> AggregatedNames.of(tool.server(), tool.name()).equals(asked)
                        || tool.name().equals(asked))
                .findFirst();
        if (shown.isPresent()) {
            return shown.get().id();
        }
        return AggregatedNames.serverOf(asked)
                .map(server -> server + "/" + AggregatedNames.nameOf(asked))
                .or(() -> upstreams.all().stream()
                        .filter(upstream -> isKept(upstream, asked))
                        .findFirst()
                        .map(upstream -> upstream.name() + "/" + asked))
                .orElse(asked);
    }

    /** Whether a server lists a tool that callers do not see, or would, if a name in its entry is right. */
    private static boolean isKept(Upstream upstream, String tool) {
        AllowedTools tools = upstream.settings().tools();
        return tools.disabled().contains(tool)
                || !tools.has(tool)
                        && upstream.tools().stream()
                                .anyMatch(each -> tool.equals(each.path("name").asText()));
    }

    private void server(Way way, String server) {
        Optional<Upstream> found = upstreams.find(server);
        boolean known = found.isPresent() || catalog.hasServer(server);
        List<String> nearest = NearestNames.of(server, catalog.servers());
        way.check(
                "server_configured",
                known,
                known ? server + " is configured" : "No server named " + server + " is configured",
                nearest.isEmpty()
                        ? "Add it to mcp-servers.json; GET /api/v1/servers lists all servers"
                        : "Did you mean " + String.join(", ", nearest) + "?");
        found.ifPresent(upstream -> connected(way, upstream));
    }

    private static void connected(Way way, Upstream upstream) {
        UpstreamStatus status = upstream.status();
        String name = upstream.name();
        String error = status.lastError().map(text -> ": " + text).orElse("");
        boolean usable = status.state() != UpstreamState.MISCONFIGURED;
        way.check(
                "entry_usable",
                usable,
                usable ? "The entry of " + name + " is without problems" : name + " is misconfigured" + error,
                "Mend the entry in mcp-servers.json (mehari check names every problem) and start again");
        boolean ready = status.state() == UpstreamState.READY;
        way.check(
                "server_connected",
                ready,
                ready
                        ? name + " is connected since " + status.since()
                        : name + " is " + status.state().name().toLowerCase(Locale.ROOT) + error + " (attempts: "
                                + status.attempts() + ")",
                "POST /api/v1/admin/servers/" + name + "/restart tries at once; check that the server runs, and its"
                        + " command or url");
    }

    private void listed(Way way, String server, String tool) {
        Optional<Upstream> upstream = upstreams.find(server);
        Optional<String> refusal =
                upstream.flatMap(each -> each.settings().tools().refusal(server, tool));
        way.check(
                "tool_enabled",
                refusal.isEmpty(),
                refusal.orElse("The lists of tools of " + server + " allow " + tool),
                "Change disabledTools or allowedTools of " + server + " in mcp-servers.json");
        boolean listed = catalog.find(server, tool).isPresent();
        List<String> nearest = NearestNames.of(
                tool, catalog.tools(server).stream().map(Tool::name).toList());
        way.check(
                "tool_listed",
                listed,
                listed ? server + " lists " + tool : server + " does not list a tool named " + tool,
                nearest.isEmpty()
                        ? "GET /api/v1/tools?server=" + server + " lists its tools; some depend on its settings"
                        : "Did you mean " + String.join(", ", nearest) + "?");
    }

    private void breaker(Way way, String id) {
        boolean closed = breakers.find(id)
                .map(breaker -> breaker.getState() != CircuitBreaker.State.OPEN)
                .orElse(true);
        way.check(
                "breaker_closed",
                closed,
                closed
                        ? "The circuit breaker lets calls through"
                        : "The circuit breaker of " + id + " is open, since too many of its last calls have failed",
                "It takes trial calls after breaker.open of the server; GET /api/v1/admin/dead-letters has the failed calls");
    }

    private void inGroup(Way way, String name, String server, String tool) {
        Optional<ToolGroup> group = groups.find(name);
        boolean there = group.isPresent()
                && group.get().tools().stream()
                        .anyMatch(each ->
                                each.server().equals(server) && each.name().equals(tool));
        way.check(
                "in_group",
                there,
                there
                        ? "The group " + name + " has it"
                        : group.isEmpty() ? "There is no group named " + name : "The group " + name + " leaves it out",
                "Look at servers, tools, except and annotations of mehari.groups." + name);
    }
}
