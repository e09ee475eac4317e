package io.mehari.endpoint.rest;

import static io.mehari.endpoint.rest.RestGateway.done;
import static io.mehari.endpoint.rest.RestGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.catalog.ToolSource;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetterPage;
import io.mehari.endpoint.http.RawHttp;
import io.mehari.monitoring.HealthCheck;
import io.mehari.protocol.Json;
import io.mehari.support.FakeUpstream;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestEndpointIT {
    private static final String ENVELOPE = "/api/v1/tools/files/read";
    private static final String MCPO = "/files/read";
    private static RestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RestGateway.start();
        UpstreamSettings settings = new UpstreamSettings(
                "files",
                new StdioSettings("none", List.of(), Map.of(), ""),
                Set.of(),
                false,
                CallSettings.DEFAULTS,
                Map.of(),
                "f");
        List<ObjectNode> tools = new ArrayList<>();
        for (String name : List.of("read", "a/b", "write")) {
            tools.add(Json.object()
                    .put("name", name)
                    .put("description", "Tool " + name)
                    .put("x", 1));
        }
        gateway.catalog.replace(ToolSource.of(settings), tools);
        gateway.catalog.announce("camel");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void echo() {
        gateway.pipeline = call -> done(RestGateway.echo(call));
    }

    @Test
    void answersCallInMcpoForm() throws Exception {
        HttpResponse<String> response = gateway.post(MCPO, "{\"a\": 1.10}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"a\":1.10}");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void answersCallInEnvelopeForm() throws Exception {
        HttpResponse<String> response = gateway.post(ENVELOPE, "{}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).path("success").asBoolean()).isTrue();
        assertThat(json(response).at("/data/content/0/text").asText()).isEqualTo("{}");
        assertThat(json(response).path("request_id").asText())
                .isEqualTo(response.headers().firstValue("x-request-id").orElseThrow());
    }

    @Test
    void answersCallThatEndsOnAnotherThread() throws Exception {
        Executor later = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
        gateway.pipeline = call -> CompletableFuture.supplyAsync(() -> RestGateway.text("late"), later);

        assertThat(gateway.post(MCPO, "").body()).isEqualTo("\"late\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n\t "})
    void takesAnEmptyBodyForNoArguments(String body) throws Exception {
        assertThat(gateway.post(MCPO, body).body()).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({"/s/a%2Fb, a/b", "/api/v1/tools/s/a%2Fb, a/b", "/s/%E5%B7%A5%E5%85%B7, 工具", "/s/a%20b%3F, a b?"})
    void passesToolNamesAsTheyAre(String path, String name) throws Exception {
        AtomicReference<ToolCall> seen = new AtomicReference<>();
        gateway.pipeline = call -> {
            seen.set(call);
            return done(RestGateway.echo(call));
        };

        assertThat(gateway.post(path, "{}").statusCode()).isEqualTo(200);
        assertThat(seen.get().tool()).isEqualTo(name);
        assertThat(seen.get().server()).isEqualTo("s");
        assertThat(seen.get().context().caller().name()).isEqualTo("anonymous");
    }

    @Test
    void passesToolNamesOf128Characters() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        gateway.pipeline = call -> {
            seen.set(call.tool());
            return done(RestGateway.echo(call));
        };
        gateway.post("/s/" + "%E5%B7%A5".repeat(128), "{}");

        assertThat(seen.get()).isEqualTo("工".repeat(128));
    }

    @Test
    void keepsTheCallersRequestId() throws Exception {
        HttpResponse<String> response = gateway.send(
                gateway.request(ENVELOPE).header("X-Request-Id", "trace-7").POST(BodyPublishers.ofString("{}")));

        assertThat(response.headers().firstValue("x-request-id")).hasValue("trace-7");
        assertThat(json(response).path("request_id").asText()).isEqualTo("trace-7");
    }

    @Test
    void echoesNoRequestHeader() throws Exception {
        HttpResponse<String> response = gateway.send(gateway.request(MCPO)
                .header("X-Evil", "1")
                .header("CamelHttpPath", "x")
                .header("CamelHttpResponseCode", "418")
                .POST(BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().map().keySet())
                .containsExactlyInAnyOrder("content-length", "content-type", "x-content-type-options", "x-request-id");
    }

    @ParameterizedTest
    @ValueSource(strings = {MCPO, ENVELOPE})
    void answersMalformedJson(String path) throws Exception {
        HttpResponse<String> response = gateway.post(path, "{\"a\":\n x}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("line 2").contains("json");
    }

    @Test
    void namesMalformedJsonAsFastApiDoes() throws Exception {
        JsonNode detail = json(gateway.post(MCPO, "{")).path("detail");

        assertThat(detail.at("/0/type").asText()).isEqualTo("json_invalid");
        assertThat(json(gateway.post(ENVELOPE, "{"))
                        .at("/error/violations/0/keyword")
                        .asText())
                .isEqualTo("json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"a\"", "{} {}", "{\"a\":NaN}", "{'a':1}", "\u0000"})
    void refusesBodiesThatAreNoJsonObject(String body) throws Exception {
        assertThat(gateway.post(MCPO, body).statusCode()).isEqualTo(422);
        assertThat(gateway.post(ENVELOPE, body).statusCode()).isEqualTo(422);
    }

    @Test
    void refusesJsonThatIsTooDeep() throws Exception {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(gateway.post(MCPO, deep).statusCode()).isEqualTo(422);
        assertThat(gateway.post(MCPO, deep).body()).contains("200 levels");
        assertThat(gateway.post(MCPO, "{\"a\":" + "[".repeat(199) + "]".repeat(199) + "}")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "application/json; charset=utf-8, 200",
        "Application/JSON, 200",
        "application/vnd.api+json, 200",
        "application/x-www-form-urlencoded, 415",
        "text/plain, 415",
        "json, 415",
        "+json, 415",
        "multipart/form-data; boundary=x, 415"
    })
    void takesJsonOnly(String contentType, int status) throws Exception {
        HttpResponse<String> response = gateway.send(
                gateway.request(MCPO).header("Content-Type", contentType).POST(BodyPublishers.ofString("{\"a\":1}")));

        assertThat(response.statusCode()).isEqualTo(status);
        if (status == 415) {
            assertThat(response.body()).contains("Content-Type: application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api",
                "/api/v1",
                "/api/v2/tools/files/read",
                "/api/v1/tools/files/read/more",
                "/files/read/more",
                "/files/",
                "//read",
                "/metrics/x",
                "/mcp/x"
            })
    void tellsWhatExistsForUnknownPaths(String path) throws Exception {
        HttpResponse<String> response = gateway.post(path, "{}");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("POST /{server}/{tool}").contains("path_not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /files/read, 'OPTIONS, POST'",
        "PUT, /files/read, 'OPTIONS, POST'",
        "TRACE, /files/read, 'OPTIONS, POST'",
        "BREW, /files/read, 'OPTIONS, POST'",
        "DELETE, /api/v1/tools/files/read, 'GET, HEAD, OPTIONS, POST'",
        "POST, /health, 'GET, HEAD, OPTIONS'",
        "GET, /api/v1/batch, 'OPTIONS, POST'"
    })
    void tellsAllowedMethods(String method, String path, String allowed) throws Exception {
        try (RawHttp http = new RawHttp(gateway.connect())) {
            RawHttp.Response response = http.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .read();

            assertThat(response.status()).isEqualTo(405);
            assertThat(response.headers()).containsEntry("allow", allowed);
            assertThat(response.body()).contains("method_not_allowed");
        }
    }

    @Test
    void refusesMalformedPath() throws Exception {
        try (RawHttp http = new RawHttp(gateway.connect())) {
            assertThat(http.post("/a/%zz", "{}").read().status()).isEqualTo(400);
        }
    }

    @Test
    void answers500WithNothingButTheIdWhenThePipelineThrows() throws Exception {
        for (var failure : List.<CompletableFuture<ToolCallResult>>of(
                CompletableFuture.failedFuture(new IllegalStateException("secret")), done(null))) {
            gateway.pipeline = call -> failure;
            HttpResponse<String> response = gateway.post(ENVELOPE, "{}");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).doesNotContain("secret").doesNotContain("Exception");
            assertThat(json(response).at("/error/code").asText()).isEqualTo("internal");
            assertThat(json(response).at("/error/request_id").asText())
                    .isEqualTo(response.headers().firstValue("x-request-id").orElseThrow());
        }
    }

    @Test
    void answers500WhenTheRouteItselfFails() throws Exception {
        gateway.pipeline = call -> {
            throw new IllegalStateException("secret");
        };

        assertThat(gateway.post(MCPO, "{}").statusCode()).isEqualTo(500);
        assertThat(gateway.post(MCPO, "{}").body()).doesNotContain("secret");
    }

    @Test
    void answers500WhenAResultCannotBeWritten() throws Exception {
        ObjectNode result = Json.object().putPOJO("x", new Unwritable());
        gateway.pipeline = call -> done(new ToolCallResult.Success(result, false));
        HttpResponse<String> response = gateway.post(MCPO, "{}");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void answers500WhenAnErrorIsThrownInsteadOfAnException() throws Exception {
        ObjectNode result = Json.object().putPOJO("x", new Overflowing());
        gateway.pipeline = call -> done(new ToolCallResult.Success(result, false));
        assertThat(gateway.post(MCPO, "{}").statusCode()).isEqualTo(500);
        gateway.pipeline = call -> {
            throw new StackOverflowError("secret");
        };
        assertThat(gateway.post(ENVELOPE, "{}").body()).contains("internal").doesNotContain("secret");
        HealthCheck overflowing = new HealthCheck() {
            @Override
            public String name() {
                return "overflowing";
            }

            @Override
            public Condition check() {
                throw new StackOverflowError("secret");
            }
        };
        gateway.checks.add(overflowing);
        try {
            assertThat(gateway.get("/health").body()).doesNotContain("secret");
        } finally {
            gateway.checks.remove(overflowing);
        }
    }

    /** Fails while it is written. */
    static final class Overflowing {
        public String getText() {
            throw new StackOverflowError("secret");
        }
    }

    @Test
    void passesUnpairedSurrogates() throws Exception {
        gateway.pipeline = call -> done(RestGateway.text("a\ud800b"));
        HttpResponse<String> response = gateway.post(ENVELOPE, "{}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).at("/data/content/0/text").asText()).isEqualTo("a\ud800b");
    }

    @Test
    void sendsLargeResults() throws Exception {
        String large = "x".repeat(10 * 1024 * 1024);
        gateway.pipeline = call -> done(RestGateway.text(large));

        assertThat(gateway.post(MCPO, "{}").body()).hasSize(large.length() + 2);
    }

    @Test
    void answersHeadLikeGetWithoutBody() throws Exception {
        try (RawHttp http = new RawHttp(gateway.connect())) {
            RawHttp.Response response = http.send("HEAD /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .read();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers()).containsEntry("content-length", "17");
            assertThat(http.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .read()
                            .body())
                    .isEqualTo("{\"status\":\"live\"}");
        }
    }

    @Test
    void tellsHealth() throws Exception {
        assertThat(json(gateway.get("/health")).path("status").asText()).isEqualTo("healthy");
        HealthCheck red = new HealthCheck() {
            @Override
            public String name() {
                return "database";
            }

            @Override
            public Condition check() {
                return Condition.unhealthy("No connection");
            }
        };
        gateway.checks.add(red);
        try {
            HttpResponse<String> response = gateway.get("/health");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(json(response).path("status").asText()).isEqualTo("degraded");
            assertThat(json(response).at("/checks/database/status").asText()).isEqualTo("unhealthy");
            assertThat(json(response).at("/checks/database/detail").asText()).isEqualTo("No connection");
            assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            gateway.checks.remove(red);
        }
    }

    @Test
    void listsServers() throws Exception {
        assertThat(json(gateway.get("/api/v1/servers")).at("/data/servers").findValuesAsText("name"))
                .containsExactly("camel", "files");
    }

    @Test
    void tellsTheNameThatAServerHasInItsFile() throws Exception {
        gateway.upstreams.add(new FakeUpstream("my-server"));
        try {
            assertThat(gateway.get("/api/v1/servers").body()).doesNotContain("name_in_file");
            gateway.aliases.apply(Map.of("My server!", "my-server"));
            JsonNode servers = json(gateway.get("/api/v1/servers")).at("/data/servers");
            assertThat(servers.findValuesAsText("name_in_file")).containsExactly("My server!");
            assertThat(servers.get(servers.size() - 1).path("name").asText()).isEqualTo("my-server");
        } finally {
            gateway.aliases.apply(Map.of());
            gateway.upstreams.remove("my-server");
        }
    }

    @Test
    void tellsHowClientsUseAServer() throws Exception {
        gateway.upstreams.add(new FakeUpstream("asking"));
        try {
            assertThat(gateway.get("/api/v1/servers").body()).doesNotContain("client_connections");
            gateway.ofClients = 3;
            JsonNode servers = json(gateway.get("/api/v1/servers")).at("/data/servers");
            JsonNode asking = servers.get(servers.size() - 1);
            assertThat(asking.path("name").asText()).isEqualTo("asking");
            assertThat(asking.path("client_connections").asInt()).isEqualTo(3);
            assertThat(asking.path("open_questions").asInt()).isEqualTo(3);
            assertThat(asking.path("parked_calls").asInt()).isEqualTo(3);
        } finally {
            gateway.ofClients = 0;
            gateway.upstreams.remove("asking");
        }
    }

    @Test
    void pagesTools() throws Exception {
        JsonNode first = json(gateway.get("/api/v1/tools?server=files&limit=2")).path("data");
        JsonNode rest = json(gateway.get("/api/v1/tools?limit=2&offset=2")).path("data");

        assertThat(first.path("tools").findValuesAsText("name")).containsExactly("read", "a/b");
        assertThat(first.path("total").asInt()).isEqualTo(3);
        assertThat(rest.path("tools").findValuesAsText("name")).containsExactly("write");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/tools?limit=0, 422",
        "/api/v1/tools?limit=1001, 422",
        "/api/v1/tools?limit=many, 422",
        "/api/v1/tools?offset=-1, 422",
        "/api/v1/tools?offset=9, 200",
        "/api/v1/tools?server=none, 404",
        "/api/v1/tools/files/none, 404"
    })
    void checksListParameters(String path, int status) throws Exception {
        assertThat(gateway.get(path).statusCode()).isEqualTo(status);
    }

    @Test
    void describesTool() throws Exception {
        JsonNode data = json(gateway.get("/api/v1/tools/files/a%2Fb")).path("data");

        assertThat(data.at("/definition/x").asInt()).isEqualTo(1);
        assertThat(data.at("/settings/timeout/attempt_ms").asInt()).isEqualTo(120_000);
        assertThat(data.at("/settings/retry/resend").asText()).isEqualTo("never-sent");
    }

    @Test
    void listsDeadLetters() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>();
        DeadLetter entry = new DeadLetter(
                "16",
                "r-1",
                Instant.EPOCH,
                "files",
                "read",
                "anonymous",
                Outcome.TIMED_OUT,
                "UNKNOWN",
                "files did not answer in 30 s",
                Optional.of("{}"),
                "{\"path\":\"a\"}");
        gateway.deadLetters = (filter, limit, before) -> {
            asked.set(limit + " " + before);
            return CompletableFuture.supplyAsync(() -> new DeadLetterPage(List.of(entry), Optional.of("16")));
        };

        JsonNode listed = json(gateway.get("/api/v1/admin/dead-letters?limit=5&before=17"));

        assertThat(listed.path("message").asText()).isEqualTo("1 dead letter");
        assertThat(listed.at("/data/next").asText()).isEqualTo("16");
        assertThat(listed.at("/data/dead_letters").toString())
                .isEqualTo(
                        "[{\"id\":\"16\",\"request_id\":\"r-1\",\"occurred_at\":\"1970-01-01T00:00:00Z\","
                                + "\"server\":\"files\",\"tool\":\"read\",\"caller\":\"anonymous\","
                                + "\"outcome\":\"timed_out\",\"category\":\"UNKNOWN\","
                                + "\"message\":\"files did not answer in 30 s\","
                                + "\"arguments\":\"{\\\"path\\\":\\\"a\\\"}\",\"upstream_error\":\"{}\",\"state\":\"waiting\",\"may_have_run\":true,\"attempts\":0}]");
        assertThat(asked.get()).isEqualTo("5 " + Optional.of("17"));
    }

    @Test
    void responds500WhenAHandlerFails() throws Exception {
        gateway.deadLetters = (filter, limit, before) -> CompletableFuture.supplyAsync(() -> {
            throw new IllegalStateException("secret");
        });
        HttpResponse<String> response = gateway.get("/api/v1/admin/dead-letters");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void introducesItself() throws Exception {
        assertThat(json(gateway.get("/")).path("version").asText()).isEqualTo("1.2.3");
        HttpResponse<String> html = gateway.send(gateway.request("/").header("Accept", "text/html,*/*"));
        assertThat(html.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(html.body()).contains("<h1>Mehari 1.2.3</h1>");
    }

    @Test
    void runsBatchAndKeepsItsOrder() throws Exception {
        Executor later = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
        gateway.pipeline = call -> switch (call.tool()) {
            case "slow" -> CompletableFuture.supplyAsync(() -> RestGateway.text("slow"), later);
            case "broken" -> CompletableFuture.failedFuture(new IllegalStateException("secret"));
            case "throws" -> throw new IllegalStateException("secret");
            default -> done(RestGateway.text(call.arguments().toString()));
        };
        HttpResponse<String> response = gateway.post("/api/v1/batch", """
                {"calls":[{"server":"s","tool":"slow","id":"a"},{"server":"s","tool":"broken"},
                {"tool":"x","id":3},7,{"server":"s","tool":"fast","arguments":{"x":1},"id":null},
                {"server":"s","tool":"fast","arguments":[]},{"server":"s","tool":"throws"}]}""");
        JsonNode results = json(response).at("/data/results");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(results).hasSize(7);
        assertThat(results.at("/0/id").asText()).isEqualTo("a");
        assertThat(results.at("/0/data/content/0/text").asText()).isEqualTo("slow");
        assertThat(results.at("/1/error/code").asText()).isEqualTo("internal");
        assertThat(results.at("/2/error/code").asText()).isEqualTo("invalid_arguments");
        assertThat(results.at("/2/id").asInt()).isEqualTo(3);
        assertThat(results.at("/3/error/code").asText()).isEqualTo("invalid_arguments");
        assertThat(results.at("/4/data/content/0/text").asText()).isEqualTo("{\"x\":1}");
        assertThat(results.at("/5/error/violations/0/pointer").asText()).isEqualTo("/calls/5/arguments");
        assertThat(results.at("/6/error/code").asText()).isEqualTo("internal");
        assertThat(response.body()).doesNotContain("secret");
        assertThat(results).extracting(item -> item.path("request_id").asText()).doesNotHaveDuplicates();
    }

    @Test
    void runsFullBatchOfCallsThatEndAtOnce() throws Exception {
        String calls = String.join(",", Collections.nCopies(100, "{\"server\":\"s\",\"tool\":\"t\"}"));
        JsonNode body = json(gateway.post("/api/v1/batch", "{\"calls\":[" + calls + "]}"));

        assertThat(body.at("/data/results"))
                .hasSize(100)
                .allMatch(item -> item.path("success").asBoolean());
    }

    @Test
    void refusesBatchThatIsTooLarge() throws Exception {
        String calls = String.join(",", Collections.nCopies(101, "{}"));

        assertThat(gateway.post("/api/v1/batch", "{\"calls\":[" + calls + "]}").statusCode())
                .isEqualTo(422);
        assertThat(gateway.post("/api/v1/batch", "{}").statusCode()).isEqualTo(422);
    }

    /** Cannot be written as JSON. */
    public static final class Unwritable {
        public String getSecret() {
            throw new IllegalStateException("secret");
        }
    }
}
