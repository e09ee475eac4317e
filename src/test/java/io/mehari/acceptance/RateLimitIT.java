package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.security.KeyHash;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.RedisProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One call an hour, after a burst: what callers are told on every face, and who is counted with whom. */
@DisplayName("S0.17: rate limit per caller")
class RateLimitIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TIME = "/camel/current_time";
    private static final String TOOL = "/api/v1/tools/camel/current_time";
    private static final Pattern ALONE =
            Pattern.compile("mehari_rate_limit_redis_total\\{result=\"(failed|skipped)\"\\} .*");
    private static final String POLICY = "\"calls\";q=1;w=3600, \"burst\";q=2;w=7200";

    @TempDir
    Path directory;

    @Test
    @ChangesBehaviour("mehari.rate-limit.enabled")
    @ChangesBehaviour("mehari.rate-limit.calls")
    @ChangesBehaviour("mehari.rate-limit.window")
    @ChangesBehaviour("mehari.rate-limit.burst")
    void refusesByRestWithTheFieldsThatSayWhen() {
        try (GatewayUnderTest gateway = start(Map.of())) {
            HttpResponse<String> first = gateway.post(TIME, "{}");
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(header(first, "ratelimit-policy")).isEqualTo(POLICY);
            assertThat(header(first, "ratelimit")).isEqualTo("\"burst\";r=1;t=3600");
            assertThat(first.headers().firstValue("retry-after")).isEmpty();

            HttpResponse<String> unknown = gateway.post("/api/v1/tools/camel/nothing", "{}");
            assertThat(unknown.statusCode()).as("what is not there counts, too").isEqualTo(404);
            assertThat(header(unknown, "ratelimit")).startsWith("\"burst\";r=0;t=7");

            HttpResponse<String> shortForm = gateway.post(TIME, "{}");
            assertThat(shortForm.statusCode()).isEqualTo(429);
            assertThat(shortForm.body()).contains("1 in 3600 s are allowed, 2 of them at once");
            HttpResponse<String> envelope = gateway.post(TOOL, "{}");
            assertThat(envelope.statusCode()).isEqualTo(429);
            assertThat(json(envelope).at("/error/code").asText()).isEqualTo("rate_limited");
            for (HttpResponse<String> refused : List.of(shortForm, envelope)) {
                assertThat(header(refused, "ratelimit-policy")).isEqualTo(POLICY);
                assertThat(header(refused, "ratelimit")).startsWith("\"burst\";r=0;t=7");
                assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(3_000, 3_600);
            }

            assertThat(gateway.get("/health").statusCode()).as("no tool call").isEqualTo(200);
            assertThat(gateway.get("/metrics/prometheus").body())
                    .contains("mehari_rate_limit_refusals_total 2")
                    .contains("mehari_rate_limit_callers 1")
                    .containsPattern("mehari_calls_total\\{[^}]*outcome=\"rate_limited\"");
            assertThat(gateway.get("/diagnostics").body())
                    .contains("\"kind\":\"rate_limited\"", "\"subject\":\"127.0.0.1\"", "2 calls of this caller");
        }
    }

    @Test
    void eachCallOfABatchCountsAndAnAnswerThatWasThereAlreadyDoesNot() throws Exception {
        try (GatewayUnderTest gateway = start(Map.of("mehari.rate-limit.burst", "3"))) {
            HttpResponse<String> first = keyed(gateway, "one");
            HttpResponse<String> again = keyed(gateway, "one");
            assertThat(header(first, "ratelimit")).startsWith("\"burst\";r=2;");
            assertThat(header(again, "idempotency-replayed")).isEqualTo("true");
            assertThat(again.headers().firstValue("ratelimit")).isEmpty();

            String call = "{\"server\":\"camel\",\"tool\":\"current_time\"}";
            JsonNode results = json(gateway.post(
                            "/api/v1/batch", "{\"calls\":[" + call + "," + call + "," + call + "]}"))
                    .at("/data/results");
            assertThat(results).hasSize(3);
            assertThat(results.findValuesAsText("success")).containsOnlyOnce("false");
            assertThat(results.findValuesAsText("code")).containsExactly("rate_limited");

            HttpResponse<String> refused = keyed(gateway, "two");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "ratelimit")).startsWith("\"burst\";r=0;");
            assertThat(header(refused, "idempotency-kept")).as("it did not run").isEqualTo("false");
        }
    }

    @Test
    void refusesByMcpOfBothErasWithTheErrorThatSaysWhen() throws Exception {
        try (GatewayUnderTest gateway = start(Map.of())) {
            String session = header(
                    mcp(
                            gateway,
                            "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-06-18',"
                                    + "'capabilities':{},'clientInfo':{'name':'test','version':'1'}}}"),
                    "mcp-session-id");
            String legacy = "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'camel__current_time'}}";
            String modern =
                    "{'jsonrpc':'2.0','id':3,'method':'tools/call','params':{'name':'camel__current_time','_meta':{"
                            + "'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
                            + "'io.modelcontextprotocol/clientCapabilities':{}}}}";
            String[] modernHeaders = {
                "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", "camel__current_time"
            };
            assertThat(message(mcp(gateway, legacy, "mcp-session-id", session)).has("result"))
                    .isTrue();
            assertThat(message(mcp(gateway, modern, modernHeaders)).has("result"))
                    .isTrue();

            refusedByMcp(mcp(gateway, legacy, "mcp-session-id", session));
            refusedByMcp(mcp(gateway, modern, modernHeaders));
            HttpResponse<String> list =
                    mcp(gateway, "{'jsonrpc':'2.0','id':4,'method':'tools/list'}", "mcp-session-id", session);
            assertThat(message(list).has("result")).as("lists are no calls").isTrue();
        }
    }

    private static void refusedByMcp(HttpResponse<String> refused) throws IOException {
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(3_000, 3_600);
        JsonNode error = message(refused).path("error");
        assertThat(error.path("code").asInt()).isEqualTo(1429);
        assertThat(error.path("message").asText()).contains("Too many calls from 127.0.0.1");
        assertThat(error.at("/data/code").asText()).isEqualTo("rate_limited");
        assertThat(error.at("/data/retry_after").asInt()).isBetween(3_000, 3_600);
        assertThat(error.at("/data/request_id").asText()).isNotEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.rate-limit.callers")
    @ChangesBehaviour("mehari.rate-limit.max-callers")
    void countsHoldersOfKeysApartAndLimitsSingleOnesOtherwise() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "mehari.rate-limit.max-callers", "2",
                "mehari.rate-limit.callers[0].name", "boss",
                "mehari.rate-limit.callers[0].calls", "0",
                "mehari.rate-limit.callers[1].name", "batch",
                "mehari.rate-limit.callers[1].calls", "1",
                "mehari.rate-limit.callers[1].burst", "5"));
        String[] names = {"one", "batch", "boss", "late", "later"};
        for (int i = 0; i < names.length; i++) {
            String entry = "mehari.security.keys[" + i + "].";
            settings.put(entry + "name", names[i]);
            settings.put(entry + "sha256", KeyHash.of(names[i] + "-key"));
            settings.put(entry + "scopes", "call");
        }
        try (GatewayUnderTest gateway = start(settings)) {
            assertThat(granted(gateway, "one", 6)).isEqualTo(2);
            assertThat(granted(gateway, "batch", 6)).isEqualTo(5);
            assertThat(granted(gateway, "boss", 30)).isEqualTo(30);
            assertThat(granted(gateway, "late", 1) + granted(gateway, "later", 6))
                    .as("two that find no place are counted as one")
                    .isEqualTo(2);
        }
    }

    /** As it is shipped: nobody who comes without having asked for a limit meets one. */
    @Test
    void isOffByDefault() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, "{\"mcpServers\":{}}")) {
            for (int i = 0; i < 150; i++) {
                HttpResponse<String> answer = gateway.post(TIME, "{}");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("ratelimit-policy")).isEmpty();
            }
            assertThat(gateway.get("/metrics/prometheus").body()).doesNotContain("mehari_rate_limit");
        }
    }

    @Test
    void changesWhileTheGatewayRuns() throws IOException {
        Path file = directory.resolve("application.yaml");
        Files.writeString(file, settings(false, 2));
        Map<String, String> watched = Map.of(
                "spring.config.additional-location",
                "file:" + directory + "/",
                "mehari.reload.enabled",
                "true",
                "mehari.reload.debounce",
                "200ms",
                "mehari.reload.config",
                directory.toString());
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, "{\"mcpServers\":{}}", watched)) {
            assertThat(gateway.post(TIME, "{}").headers().firstValue("ratelimit"))
                    .isEmpty();

            Files.writeString(file, settings(true, 3));
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> gateway.post(TIME, "{}")
                            .headers()
                            .firstValue("ratelimit")
                            .isPresent());
            assertThat(gateway.post(TIME, "{}").statusCode()).isEqualTo(200);
            assertThat(gateway.post(TIME, "{}").statusCode()).isEqualTo(200);
            assertThat(gateway.post(TIME, "{}").statusCode()).isEqualTo(429);

            Files.writeString(file, settings(false, 3));
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> gateway.post(TIME, "{}").statusCode() == 200);
        }
    }

    @Test
    @ChangesBehaviour("mehari.rate-limit.shared")
    void gatewaysOnOneRedisCountTogetherAndEachByItselfWithoutIt() {
        try (RedisProgram redis = RedisProgram.started()) {
            Map<String, String> shared = Map.of(
                    "mehari.rate-limit.shared", "true",
                    "mehari.rate-limit.burst", "6",
                    "mehari.redis.url", redis.url());
            try (GatewayUnderTest one = start("one", shared);
                    GatewayUnderTest two = start("two", shared)) {
                awaitCountedInRedis(one);
                awaitCountedInRedis(two);
                List<HttpResponse<String>> answers = countedInRedis(redis, one, two);
                for (HttpResponse<String> granted : answers.subList(0, 6)) {
                    assertThat(granted.statusCode()).isEqualTo(200);
                }
                for (HttpResponse<String> refused : answers.subList(6, 8)) {
                    assertThat(refused.statusCode()).isEqualTo(429);
                    assertThat(header(refused, "ratelimit")).startsWith("\"burst\";r=0;");
                    assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(3_000, 3_600);
                }
                redis.stop();
                assertThat(one.post(TIME, "{}").statusCode())
                        .as("it knows what was used")
                        .isEqualTo(429);
                one.post(TIME, "{}");
                one.post(TIME, "{}");
                one.post(TIME, "{}");
                assertThat(one.get("/diagnostics").body()).contains("\"kind\":\"rate_limit_not_shared\"");
                assertThat(one.get("/metrics/prometheus").body())
                        .containsPattern("mehari_rate_limit_redis_total\\{result=\"skipped\"\\} [1-9]");
            }
        }
    }

    private static void awaitCountedInRedis(GatewayUnderTest gateway) {
        Awaitility.await().atMost(LIMIT).until(() -> {
            gateway.post(TIME, "{}");
            return Pattern.compile("mehari_rate_limit_redis_total\\{result=\"counted\"\\} [1-9]")
                    .matcher(gateway.get("/metrics/prometheus").body())
                    .find();
        });
    }

    /** Four calls of each in turn, from none on, all counted in Redis: one for which it is too late is not shared. */
    private static List<HttpResponse<String>> countedInRedis(
            RedisProgram redis, GatewayUnderTest one, GatewayUnderTest two) {
        List<HttpResponse<String>> answers = new ArrayList<>();
        Awaitility.await().atMost(LIMIT).until(() -> {
            List<String> before = List.of(countedAlone(one), countedAlone(two));
            redis.command("FLUSHALL");
            answers.clear();
            for (int i = 0; i < 4; i++) {
                answers.add(one.post(TIME, "{}"));
                answers.add(two.post(TIME, "{}"));
            }
            return before.equals(List.of(countedAlone(one), countedAlone(two)));
        });
        return answers;
    }

    private static String countedAlone(GatewayUnderTest gateway) {
        return ALONE.matcher(gateway.get("/metrics/prometheus").body())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining());
    }

    private static String settings(boolean enabled, int burst) {
        return "mehari:\n  rate-limit:\n    enabled: %s\n    calls: 1\n    window: 1h\n    burst: %d\n"
                .formatted(enabled, burst);
    }

    private GatewayUnderTest start(Map<String, String> overrides) {
        return start("gateway", overrides);
    }

    private GatewayUnderTest start(String name, Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "mehari.rate-limit.enabled", "true",
                "mehari.rate-limit.calls", "1",
                "mehari.rate-limit.window", "1h",
                "mehari.rate-limit.burst", "2"));
        settings.putAll(overrides);
        return GatewayUnderTest.start(folder(name), "{\"mcpServers\":{}}", settings);
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int granted(GatewayUnderTest gateway, String caller, int calls) {
        int granted = 0;
        for (int i = 0; i < calls; i++) {
            HttpResponse<String> answer = gateway.send(gateway.request(TIME)
                    .header("Authorization", "Bearer " + caller + "-key")
                    .POST(BodyPublishers.ofString("{}")));
            granted += answer.statusCode() == 200 ? 1 : 0;
        }
        return granted;
    }

    private static HttpResponse<String> keyed(GatewayUnderTest gateway, String key) {
        return gateway.send(gateway.request(TOOL).header("Idempotency-Key", key).POST(BodyPublishers.ofString("{}")));
    }

    private static HttpResponse<String> mcp(GatewayUnderTest gateway, String message, String... headers) {
        HttpRequest.Builder request = gateway.request("/mcp")
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(message.replace('\'', '"')));
        return gateway.send(headers.length == 0 ? request : request.headers(headers));
    }

    /** JSON, or the one message of an event stream. */
    private static JsonNode message(HttpResponse<String> response) throws IOException {
        String body = response.body();
        return Json.read(
                body.startsWith("{")
                        ? body
                        : body.substring(body.indexOf("data:") + "data:".length())
                                .strip());
    }

    private static ObjectNode json(HttpResponse<String> response) {
        try {
            return (ObjectNode) Json.read(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers()
                .firstValue(name)
                .orElseThrow(() -> new AssertionError(
                        name + " is missing: " + response.headers().map() + response.body()));
    }
}
