package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.LiveClient;
import io.mehari.support.Tools;
import io.mehari.upstream.stdio.FaultyServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live plane of a gateway: its commands, what it tells by itself, and that it outlives a reload. */
class LivePlaneIT {
    @TempDir
    static Path directory;

    private static GatewayUnderTest gateway;
    private static int port;

    @BeforeAll
    static void start() {
        port = GatewayUnderTest.freePort();
        String servers = new Servers()
                .java("faulty", entry -> {}, FaultyServer.class.getName(), "tools", "ok", "progress", "errors")
                .toString();
        gateway = GatewayUnderTest.start(
                directory,
                servers,
                Map.of(
                        "mehari.live.enabled",
                        "true",
                        "mehari.live.port",
                        Integer.toString(port),
                        "mehari.history.enabled",
                        "true"));
        gateway.awaitTools(List.of("faulty"));
    }

    @AfterAll
    static void close() {
        if (gateway != null) {
            gateway.close();
            gateway = null;
        }
    }

    private static LiveClient open() {
        return Awaitility.await("the live plane")
                .ignoreExceptions()
                .until(() -> LiveClient.open("ws://localhost:" + port), Objects::nonNull);
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(each -> names.add(each.asText()));
        return names;
    }

    @Test
    @DisplayName("S0.5, S0.8: ws.call('get_stats', {}) answers numbers")
    void tellsItsNumbers() {
        try (LiveClient client = open()) {
            gateway.post("/faulty/ok", "{}");
            JsonNode stats = client.call("get_stats", "{}");
            assertThat(stats.path("calls").asLong()).isPositive();
            assertThat(stats.at("/upstreams/online").asInt()).isEqualTo(1);
            assertThat(stats.at("/latency_ms/p95").isNumber()).isTrue();
            for (String name : List.of(
                    "calls_per_second",
                    "errors_per_second",
                    "error_rate",
                    "in_flight",
                    "recovery_rate",
                    "uptime_seconds",
                    "dropped_events")) {
                assertThat(stats.path(name).isNumber()).as(name).isTrue();
            }
            assertThat(stats.at("/cache/hit_rate").isNumber()).isTrue();
            client.call("subscribe", "{'topics': ['stats']}");
            JsonNode update = client.await(
                    "numbers", message -> message.path("type").asText().equals("stats_update"));
            assertThat(update.at("/payload/calls").asLong()).isPositive();
        }
    }

    @Test
    @DisplayName("S0.8: a call is recorded step by step when it is asked for")
    void recordsACall() {
        try (LiveClient client = open()) {
            JsonNode begun = client.call("start_recording", "{'server': 'faulty', 'tool': 'ok', 'calls': 1}");
            String id = begun.path("id").asText();
            assertThat(gateway.post("/faulty/ok", "{\"password\": \"hunter2\"}").statusCode())
                    .isEqualTo(200);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(client.call("list_recordings", "{}")
                                    .at("/recordings/0/calls/0/outcome")
                                    .asText())
                            .isEqualTo("success"));
            JsonNode film = client.call("get_recording", "{'id': '" + id + "', 'call': 1}");
            List<String> steps = new ArrayList<>();
            // steps without an id of their own have a number of the JVM's
            film.path("steps")
                    .forEach(step -> steps.add(step.path("route").asText() + " "
                            + step.path("step").asText().replaceFirst("^to\\d+$", "to")));
            assertThat(steps)
                    .containsSubsequence(
                            "tool-call admit",
                            "tool-call-admit find-tool",
                            "tool-call validate",
                            "tool-call unanswered",
                            "tool-call dispatch",
                            "tool-call-dispatch deadline",
                            "tool-call-dispatch reach",
                            "upstream-faulty to",
                            "tool-call record",
                            "tool-call answer");
            assertThat(film.at("/steps/0/description").asText()).isEqualTo("Is there such a tool");
            assertThat(film.toString()).doesNotContain("hunter2");
        }
    }

    @Test
    @DisplayName("S0.5, S0.7: validate, rollback, history and differences are commands")
    void knowsKeptVersions() {
        try (LiveClient client = open()) {
            JsonNode versions = Awaitility.await()
                    .until(
                            () -> client.call("list_history", "{'set': 'routes'}")
                                    .path("versions"),
                            list -> !list.isEmpty());
            assertThat(client.call("get_drift", "{'set': 'config'}")
                            .path("drift")
                            .isBoolean())
                    .isTrue();
            assertThat(client.call("get_diff", "{'set': 'routes', 'from': 'running', 'to': 'disk'}")
                            .path("files"))
                    .isEmpty();
            assertThat(client.call("validate", "{'set': 'routes'}")
                            .path("warnings")
                            .isArray())
                    .isTrue();
            JsonNode refused = client.ask(
                            "validate",
                            Tools.json(
                                    "{'set': 'routes', 'files': {'routes/tools/x.camel.yaml': '- route: {id: x, from: ['}}"))
                    .path("error");
            assertThat(refused.path("code").asText()).isEqualTo("invalid_params");
            assertThat(refused.at("/data/violations/0/pointer").asText()).contains("x.camel.yaml");
            int newest = versions.get(0).path("version").asInt();
            assertThat(client.call("rollback", "{'set': 'routes', 'dry_run': true, 'version': " + newest + "}")
                            .path("changes"))
                    .isEmpty();
        }
    }

    @Test
    void isLinkedFromTheHomePage() throws Exception {
        open().close();
        assertThat(Json.read(gateway.get("/").body()).path("dashboard").asText())
                .isEqualTo("http://127.0.0.1:" + port);
    }

    @Test
    @DisplayName("S0.5: every command that reads is answered as the REST API answers")
    void answersEachCommand() throws Exception {
        try (LiveClient client = open()) {
            Set<String> known = Set.copyOf(names(client.call("ping", "{}").path("commands")));
            assertThat(known)
                    .contains("get_stats", "call_tool", "list_tools", "execute_query", "reload", "restart_upstream");
            for (String name : List.of(
                    "get_stats",
                    "list_upstreams",
                    "list_tools",
                    "list_routes",
                    "list_route_counts",
                    "list_alerts",
                    "list_dead_letters",
                    "get_diagnostics",
                    "get_metrics",
                    "get_heartbeat",
                    "list_instances")) {
                assertThat(client.call(name, "{}").isObject()).as(name).isTrue();
            }
            JsonNode server = client.call("list_upstreams", "{}").at("/servers/0");
            for (JsonNode each : client.call("list_upstreams", "{}").path("servers")) {
                server = each.path("name").asText().equals("faulty") ? each : server;
            }
            JsonNode rest = Json.object();
            for (JsonNode each :
                    Json.read(gateway.get("/api/v1/servers").body()).at("/data/servers")) {
                rest = each.path("name").asText().equals("faulty") ? each : rest;
            }
            assertThat(rest.size()).isGreaterThan(5);
            for (Iterator<String> fields = rest.fieldNames(); fields.hasNext(); ) {
                assertThat(server.has(fields.next())).isTrue();
            }
            assertThat(server.has("breakers")).isTrue();
            assertThat(server.has("heartbeat")).isTrue();
            assertThat(server.path("stderr").isArray()).isTrue();
            assertThat(client.call("get_tool", "{'server': 'faulty', 'tool': 'ok'}")
                            .path("name")
                            .asText())
                    .isEqualTo("ok");
            assertThat(client.call("execute_query", "{'kind': 'tools', 'q': 'progress'}")
                            .path("total")
                            .asInt())
                    .isPositive();
            assertThat(client.call("execute_query", "{'kind': 'errors'}").has("errors"))
                    .isTrue();
            assertThat(client.call("get_route_source", "{'id': 'notify'}")
                            .path("source")
                            .asText())
                    .contains("notificationTake");
            assertThat(client.ask(
                                    "get_tool",
                                    Json.object().put("server", "faulty").put("tool", "none"))
                            .at("/error/code")
                            .asText())
                    .isEqualTo("not_found");
            assertThat(client.ask("get_dead_letter", Json.object().put("id", "none"))
                            .at("/error/code")
                            .asText())
                    .isEqualTo("not_found");
            JsonNode routes = client.call("list_routes", "{}").path("routes");
            assertThat(routes).anySatisfy(route -> {
                assertThat(route.path("id").asText()).isEqualTo("tool-call-dispatch");
                assertThat(route.path("from").asText()).isEqualTo("direct://tool-call-dispatch");
                assertThat(route.path("steps")).isNotEmpty();
            });
        }
    }

    @Test
    @DisplayName("S0.5: call_tool with progress")
    void callsTools() {
        try (LiveClient client = open()) {
            JsonNode answer = client.call("call_tool", "{'server': 'faulty', 'tool': 'progress', 'arguments': {}}");
            assertThat(answer.path("success").asBoolean()).isTrue();
            assertThat(answer.at("/data/content/0/text").asText()).isEqualTo("ok");
            assertThat(client.messages())
                    .filteredOn(message -> message.path("type").asText().equals("call_progress"))
                    .hasSize(3)
                    .allSatisfy(message ->
                            assertThat(message.at("/payload/total").asInt()).isEqualTo(3));
            JsonNode failed = client.call("call_tool", "{'server': 'faulty', 'tool': 'none'}");
            assertThat(client.call("list_routes", "{}").path("routes"))
                    .filteredOn(route -> route.path("id").asText().equals("tool-call"))
                    .singleElement()
                    .satisfies(route -> {
                        assertThat(route.at("/statistics/completed").asLong()).isPositive();
                        assertThat(route.at("/statistics/failed").asLong()).isNotNegative();
                        assertThat(route.at("/statistics/p95_ms").asDouble()).isPositive();
                    });
            assertThat(failed.path("success").asBoolean()).isFalse();
            assertThat(failed.at("/error/code").asText()).isEqualTo("not_found");
            assertThat(client.ask("call_tool", Json.object()).at("/error/code").asText())
                    .isEqualTo("invalid_params");
        }
    }

    @Test
    @DisplayName("S0.1: request, gateway, notifier, WebSocket push and SSE push")
    void tellsBothWaysWhatHasHappened() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        try (LiveClient client = open()) {
            client.call("subscribe", "{'topics': ['calls', 'errors', 'config']}");
            var stream = http.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/events?topics=calls"))
                            .build(),
                    HttpResponse.BodyHandlers.ofLines());
            Iterator<String> lines = stream.get().body().iterator();
            assertThat(lines.next()).startsWith(": sequence");
            gateway.post("/faulty/errors", "{}");
            JsonNode call = client.await(
                    "the call",
                    message -> message.path("type").asText().equals("call_completed")
                            && message.at("/payload/tool").asText().equals("errors"));
            assertThat(call.path("topic").asText()).isEqualTo("calls");
            assertThat(call.at("/payload/outcome").asText()).isEqualTo("upstream_error");
            client.await("the failure", message -> message.path("type").asText().equals("call_failed"));
            String line = "";
            while (!line.startsWith("data: ") || !line.contains("\"errors\"")) {
                line = lines.next();
            }
            assertThat(Json.read(line.substring("data: ".length()))).isEqualTo(call);

            int generation = client.call("list_routes", "{}").path("generation").asInt();
            JsonNode reloaded = client.call("reload", "{}");
            assertThat(reloaded.path("generation").asInt()).isGreaterThan(generation);
            client.await("the reload", message -> message.path("type").asText().equals("routes_changed"));
            gateway.post("/faulty/ok", "{}");
            client.await(
                    "a call after the reload",
                    message -> message.at("/payload/tool").asText().equals("ok"));
            assertThat(client.call("get_stats", "{}").has("calls")).isTrue();
        }
    }
}
