package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes and servers are stopped, started, added and removed by requests to a gateway as its users get it. */
@DisplayName("S0.7: control of single routes and servers over HTTP")
class ControlOverHttpIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ROUTES = "/api/v1/admin/routes/";
    private static final String SERVERS = "/api/v1/admin/servers/";

    @TempDir
    static Path directory;

    private static GatewayUnderTest gateway;
    private static StoppableServer remote;

    @BeforeAll
    static void start() {
        remote = new StoppableServer();
        gateway = GatewayUnderTest.start(
                        directory,
                        "{\"mcpServers\": {\"here\": {\"url\": \"http://127.0.0.1:" + remote.port() + "/mcp\"}}}",
                        Map.of(
                                "mehari.control.servers-file",
                                directory.resolve("data/added.json").toString(),
                                "mehari.control.private-hosts",
                                "127.0.0.1"))
                .awaitTools(List.of("here"));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        gateway = null;
        remote.close();
    }

    private static JsonNode json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        try {
            return Json.read(response.body());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private static HttpResponse<String> call(String server) {
        return gateway.post("/api/v1/tools/" + server + "/order", "{}");
    }

    private static String stateOf(String server) {
        for (JsonNode each : json(gateway.get("/api/v1/servers"), 200).at("/data/servers")) {
            if (each.path("name").asText().equals(server)) {
                return each.path("state").asText();
            }
        }
        return "";
    }

    @Test
    void aStageThatIsStoppedRefusesCallsByItsNameUntilItIsStarted() {
        String stage = ROUTES + "tool-call-validate/";
        json(call("here"), 200);
        assertThat(json(gateway.post(stage + "stop", ""), 200).at("/data/state").asText())
                .isEqualTo("stopping");
        HttpResponse<String> refused = call("here");
        JsonNode error = json(refused, 503).path("error");
        assertThat(error.path("code").asText()).isEqualTo("unavailable");
        assertThat(error.path("message").asText()).contains("The route tool-call-validate is stopped");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        json(gateway.post("/here/order", "{}"), 503);
        assertThat(json(gateway.get("/health"), 200)
                        .at("/checks/control/detail")
                        .asText())
                .contains("has stopped the route tool-call-validate");
        assertThat(json(gateway.post(stage + "start", ""), 200)
                        .at("/data/state")
                        .asText())
                .isEqualTo("started");
        json(call("here"), 200);
    }

    @Test
    void routesAreListedWithStateAndStatisticsThoseThatExistOnceAsWell() {
        json(call("here"), 200);
        JsonNode routes = json(gateway.get(ROUTES + "statistics"), 200).at("/data/routes");
        assertThat(routes.findValuesAsText("id"))
                .contains("tool-call", "upstream-here", "rest", "call-events")
                .doesNotHaveDuplicates();
        for (String counted : List.of("tool-call", "upstream-here", "rest")) {
            JsonNode route =
                    json(gateway.get(ROUTES + counted + "/status"), 200).path("data");
            assertThat(route.path("state").asText()).isEqualTo("started");
            assertThat(route.at("/statistics/total").asLong()).as(counted).isPositive();
            assertThat(route.at("/statistics/time_ms/mean").asDouble())
                    .as(counted)
                    .isPositive();
        }
        assertThat(json(gateway.get(ROUTES + "tool-call/statistics"), 200)
                        .at("/data/failed")
                        .asLong())
                .isZero();
    }

    @Test
    void whatCannotBeControlledIsSaid() {
        assertThat(json(gateway.post(ROUTES + "rest/stop", ""), 409)
                        .at("/error/code")
                        .asText())
                .isEqualTo("control_refused");
        assertThat(json(gateway.post(ROUTES + "tool-cal/stop", ""), 404)
                        .at("/error/message")
                        .asText())
                .contains("did you mean tool-call");
        assertThat(json(gateway.get(ROUTES + "none-of-that-name/status"), 404)
                        .at("/error/message")
                        .asText())
                .contains("statistics lists all");
        json(gateway.post(SERVERS + "her/stop", ""), 404);
    }

    @Test
    void aMaintenanceRouteIsStoppedAndStarted() {
        json(gateway.post(ROUTES + "dead-letter-expiry/suspend", ""), 200);
        assertThat(json(gateway.get(ROUTES + "dead-letter-expiry/status"), 200)
                        .at("/data/state")
                        .asText())
                .isEqualTo("suspended");
        assertThat(json(gateway.post(ROUTES + "dead-letter-expiry/resume", ""), 200)
                        .at("/data/state")
                        .asText())
                .isEqualTo("started");
    }

    @Test
    void aServerThatIsStoppedIsNotConnectedAndComesBack() {
        json(gateway.post(SERVERS + "here/stop", ""), 200);
        Awaitility.await().atMost(LIMIT).until(() -> stateOf("here").equals("stopped"));
        assertThat(json(call("here"), 503).at("/error/message").asText()).contains("upstream-here is stopped");
        assertThat(gateway.get("/api/v1/tools?server=here").body()).contains("order");
        assertThat(json(gateway.get(SERVERS + "here/status"), 200)
                        .at("/data/held/by")
                        .asText())
                .isNotEmpty();
        json(gateway.post(SERVERS + "here/start", ""), 200);
        Awaitility.await().atMost(LIMIT).until(() -> stateOf("here").equals("ready"));
        json(call("here"), 200);
    }

    @Test
    @ChangesBehaviour("mehari.control.private-hosts")
    @ChangesBehaviour("mehari.control.servers-file")
    void aServerIsAddedAndRemovedByRequest() {
        String address = "\"url\": \"http://127.0.0.1:" + remote.port() + "/mcp\"";
        json(gateway.post("/api/v1/servers", "{\"name\": \"extra\", " + address + "}"), 200);
        gateway.awaitTools(List.of("extra"));
        json(call("extra"), 200);
        assertThat(directory.resolve("data/added.json")).exists().content().contains("extra");
        assertThat(json(gateway.post("/api/v1/servers", "{\"name\": \"extra\", " + address + "}"), 409)
                        .at("/error/code")
                        .asText())
                .isEqualTo("server_exists");
        json(delete("/api/v1/servers/extra"), 200);
        json(call("extra"), 404);
        json(delete("/api/v1/servers/extra"), 404);
        assertThat(json(delete("/api/v1/servers/here"), 409)
                        .at("/error/message")
                        .asText())
                .contains("is in the file of servers");
        for (String refused : List.of(
                "{\"name\": \"x\", \"command\": \"sh\"}",
                "{\"name\": \"x\", \"url\": \"http://127.0.0.2/\"}",
                "{\"name\": \"x\", \"url\": \"http://169.254.169.254/\"}",
                "{\"url\": \"http://127.0.0.1/\"}")) {
            json(gateway.post("/api/v1/servers", refused), 422);
        }
        assertThat(Files.exists(directory.resolve("data/added.json"))).isTrue();
    }

    private static HttpResponse<String> delete(String path) {
        return gateway.send(gateway.request(path).method("DELETE", BodyPublishers.noBody()));
    }
}
