package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.support.GatewayProcess;
import io.mehari.support.PlainClient;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three gateways as they are deployed: {@code deploy/nginx.conf} before them, one Redis and one PostgreSQL behind them. Each test leaves
 * all three running. What instances share has a test of its own here, for which {@link ThreeInstances} has the parts.
 */
@Requires(Requirement.NGINX)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ThreeInstancesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CALLERS = 4;
    private static final String LETTERS = "/api/v1/admin/dead-letters";
    private static final String KEYED = "{\"call\":\"keyed\"}";
    private static final String FORWARDED = "mehari_mcp_forwarded_total{result=\"forwarded\"}";

    @TempDir
    static Path directory;

    private static ThreeInstances instances;

    @BeforeAll
    static void start() throws IOException {
        instances = ThreeInstances.start(directory);
    }

    @BeforeEach
    void allAreThere() {
        instances.awaitShared();
    }

    @AfterAll
    static void stop() throws IOException {
        if (instances != null) {
            instances.close();
        }
    }

    @Test
    void callsReachAllOfThem() {
        Map<String, Long> byGateway = new TreeMap<>();
        for (int i = 0; i < 30; i++) {
            HttpResponse<String> answer =
                    instances.behindNginx().post("/counted/run", "{\"call\":\"spread" + i + "\"}");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            byGateway.merge(ThreeInstances.answeredBy(answer), 1L, Long::sum);
        }
        assertThat(byGateway)
                .hasSize(3)
                .allSatisfy((gateway, calls) -> assertThat(calls).as(gateway).isGreaterThanOrEqualTo(5));
    }

    @Test
    @DisplayName("S0.2: what is removed from the cache of one is gone in all")
    void aRemovedResultIsSeenByNone() {
        await().atMost(LIMIT)
                .until(() -> instances
                        .redis()
                        .command("PUBSUB", "NUMSUB", "mcp:cache:invalidation")
                        .contains(":3"));
        String first = keptByAll();

        removeKept(instances.gateway(1));

        await().atMost(LIMIT)
                .until(() -> instances.gateways().stream()
                        .noneMatch(each -> kept(each).equals(first)));
    }

    @Test
    @DisplayName("S0.17: a limit holds for all together, to 1 %")
    void aLimitIsThatOfAllTogether() throws Exception {
        double alone = uncounted();
        long begun = System.nanoTime();
        Map<Integer, Long> statuses = Together.run(
                        CALLERS,
                        ThreeInstances.BURST + 200,
                        i -> instances.limited().post("/camel/current_time", "{}"))
                .stream()
                .collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
        long hours = Duration.ofNanos(System.nanoTime() - begun).toHours();

        assertThat(statuses).containsOnlyKeys(200, 429);
        assertThat((double) statuses.get(200))
                .as(statuses + ", one more each hour, and those that waited longer for Redis than they may")
                .isBetween(ThreeInstances.BURST * 0.99, ThreeInstances.BURST * 1.01 + hours + uncounted() - alone);
    }

    @Test
    @DisplayName("a call with a key runs once whichever gateways are asked, and all give its answer")
    void aKeyIsThatOfAllTogether() throws Exception {
        List<HttpResponse<String>> answers = Together.run(
                6, 6, i -> ThreeInstances.keyed(instances.gateway(i % 3).client(), "all", KEYED));
        for (int i = 0; i < 6; i++) {
            answers.add(ThreeInstances.keyed(instances.behindNginx(), "all", KEYED));
        }

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200))
                .extracting(answer -> json(answer).path("data").toString())
                .containsOnly(json(answers.get(0)).path("data").toString());
        assertThat(runs("keyed")).containsExactly("keyed");
    }

    @Test
    @DisplayName("S0.13: dead letters whose replay is asked of all at the same time are each replayed once")
    void noLetterIsReplayedTwice() throws Exception {
        List<String> calls = IntStream.range(0, 6).mapToObj(i -> "failing" + i).toList();
        instances.fail(true);
        for (String call : calls) {
            assertThat(instances
                            .behindNginx()
                            .post("/failing/run", "{\"call\":\"" + call + "\"}")
                            .statusCode())
                    .isEqualTo(502);
        }
        instances.fail(false);
        List<String> letters = letters("bad_upstream", "id");
        assertThat(letters).hasSameSizeAs(calls);

        List<String> told = Together.run(6, 3 * letters.size(), i -> {
                    String letter = letters.get(i / 3);
                    return instances
                            .gateway(i % 3)
                            .client()
                            .post(LETTERS + "/" + letter + "/replay", "{\"force\":true}");
                })
                .stream()
                .map(ThreeInstancesIT::json)
                .map(answer -> answer.at("/data/outcome").asText()
                        + answer.at("/error/code").asText())
                .toList();

        assertThat(told.stream().collect(Collectors.groupingBy(what -> what, Collectors.counting())))
                .isEqualTo(Map.of("success", 6L, "dead_letter_not_waiting", 12L));
        assertThat(runs("failing")).containsExactlyInAnyOrderElementsOf(calls);
    }

    @Test
    @DisplayName("a call that goes to a second gateway since one could not make it has one id at both")
    void aCallThatTwoGatewaysCannotMakeIsOneCall() {
        instances.fail(true);
        HttpResponse<String> answer = instances.behindNginx().post("/failing/run", "{\"call\":\"busy\"}");
        instances.fail(false);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        assertThat(letters("unavailable", "request_id")).containsExactly(id, id);
    }

    @Test
    @DisplayName("S4.9: each shows all three")
    void eachShowsAllOfThem() {
        for (GatewayProcess gateway : instances.gateways()) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(ThreeInstances.known(gateway.client()))
                            .containsExactly("gateway-1", "gateway-2", "gateway-3"));
        }
    }

    @Test
    @DisplayName("clients of legacy versions keep their sessions although each request reaches another gateway")
    void sessionsNeedNoStickiness() {
        PlainClient nginx = instances.behindNginx();
        double before = instances.sum(FORWARDED);
        String session = McpMessages.begun(nginx);
        Set<String> reached = new TreeSet<>();
        for (int i = 0; i < 9; i++) {
            HttpResponse<String> answer = McpMessages.sent(
                    nginx,
                    "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'counted__run','arguments':{'call':'session"
                            + i + "'}}}",
                    "mcp-session-id",
                    session);
            assertThat(McpMessages.message(answer.body()).has("result"))
                    .as(answer.body())
                    .isTrue();
            reached.add(ThreeInstances.answeredBy(answer));
        }
        assertThat(reached).hasSize(3);
        assertThat(runs("session")).doesNotHaveDuplicates().hasSize(9);
        assertThat(instances.sum(FORWARDED) - before).isBetween(3.0, 9.0);

        String greet =
                "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'counted__run','arguments':{'call':'greet'}}}";
        try (Stream<String> lines = nginx.lines(McpMessages.request(nginx, greet, "mcp-session-id", session))) {
            List<String> greeted = lines.filter(line -> line.startsWith("data: {"))
                    .peek(line -> {
                        if (line.contains("elicitation/create")) {
                            String told = McpMessages.told(McpMessages.json(line.substring("data: ".length())));
                            assertThat(McpMessages.sent(nginx, told, "mcp-session-id", session)
                                            .statusCode())
                                    .isEqualTo(202);
                        }
                    })
                    .filter(line -> line.contains("Hello Ann"))
                    .toList();
            assertThat(greeted).hasSize(1);
        }
    }

    @Test
    @DisplayName(
            "clients of the modern version need none, and a call that waits for them is taken up through another gateway")
    void whatWaitsForModernClientsIsFoundByAll() {
        PlainClient nginx = instances.behindNginx();
        String[] headers = McpMessages.modernHeaders("counted__run");
        String arguments = ",'arguments':{'call':'greet'}";
        Set<Boolean> elsewhere = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            HttpResponse<String> first =
                    McpMessages.sent(nginx, McpMessages.modern("counted__run", arguments), headers);
            JsonNode asked = McpMessages.message(first.body());
            assertThat(asked.at("/result/resultType").asText()).as(first.body()).isEqualTo("input_required");

            HttpResponse<String> second = McpMessages.sent(
                    nginx, McpMessages.modern("counted__run", arguments + McpMessages.retried(asked)), headers);

            assertThat(McpMessages.message(second.body())
                            .at("/result/content/0/text")
                            .asText())
                    .as(second.body())
                    .isEqualTo("Hello Ann");
            elsewhere.add(!ThreeInstances.answeredBy(first).equals(ThreeInstances.answeredBy(second)));
        }
        assertThat(elsewhere).as("some reach another gateway").contains(true);
    }

    @Test
    @DisplayName("S2.6, S2.12: each call is learnt from once, by the gateway that made it, and each knows the sum")
    void everyCallIsLearntFromOnce() {
        for (int i = 0; i < 60; i++) {
            assertThat(instances
                            .behindNginx()
                            .post("/learnt/run", "{\"call\":\"learnt" + i + "\"}")
                            .statusCode())
                    .isEqualTo(200);
        }
        for (GatewayProcess gateway : instances.gateways()) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(learnt(gateway)).isEqualTo(60));
        }
        assertThat(instances.query("select sum(total_calls) || ' by ' || count(distinct node) from learning_tools"
                        + " where server = 'learnt'"))
                .containsExactly("60 by 3");
    }

    @Test
    @DisplayName("a gateway that is killed: no call runs twice, and none fails that was not sent to it")
    void aKilledGatewayCostsTheCallsItHadAndNoOthers() throws Exception {
        GatewayProcess killed = instances.gateway(1);
        try (SteadyCallers callers = new SteadyCallers(instances.behindNginx(), "kill", CALLERS)) {
            callers.awaitAnswers(200);
            killed.kill();
            callers.awaitAnswers(callers.answers() + 300);
            assertThat(instances.behindNginx().get("/health/ready").statusCode())
                    .isEqualTo(200);
            callers.close();

            assertThat(callers.statuses().keySet()).isSubsetOf(200, 502, 504);
            assertThat(callers.statuses().getOrDefault(502, 0)
                            + callers.statuses().getOrDefault(504, 0))
                    .as("calls that were with the killed one, or sent to it before nginx knew")
                    .isLessThanOrEqualTo(2 * CALLERS);
            assertThat(runs("kill")).doesNotHaveDuplicates().containsAll(callers.succeeded());
        } finally {
            killed.startAgain();
            ThreeInstances.awaitReady(killed);
        }
        await("calls to the gateway that is back")
                .atMost(LIMIT)
                .until(() -> ThreeInstances.answeredBy(
                                instances.behindNginx().post("/counted/run", "{\"call\":\"back\"}"))
                        .equals(killed.authority()));
    }

    @Test
    @DisplayName("gateways that are restarted one after the other: no call fails, none runs twice")
    void aRollingRestartFailsNoCall() throws Exception {
        try (SteadyCallers callers = new SteadyCallers(instances.behindNginx(), "roll", CALLERS)) {
            for (GatewayProcess gateway : instances.gateways()) {
                callers.awaitAnswers(callers.answers() + 100);
                gateway.stop();
                callers.awaitAnswers(callers.answers() + 100);
                gateway.startAgain();
                ThreeInstances.awaitReady(gateway);
            }
            callers.awaitAnswers(callers.answers() + 100);
            callers.close();

            assertThat(callers.statuses().keySet())
                    .as(callers.statuses() + " " + callers.failure())
                    .containsExactly(200);
            assertThat(runs("roll")).doesNotHaveDuplicates().hasSize(callers.answers());
        }
    }

    /** What all of them have in their caches. Where one was too late for the result of another, they begin again. */
    private static String keptByAll() {
        List<String> same = await().atMost(LIMIT)
                .until(
                        () -> {
                            List<String> answers = instances.gateways().stream()
                                    .map(ThreeInstancesIT::kept)
                                    .distinct()
                                    .toList();
                            if (answers.size() > 1) {
                                removeKept(instances.gateway(0));
                            }
                            return answers;
                        },
                        answers -> answers.size() == 1);
        return same.get(0);
    }

    private static void removeKept(GatewayProcess gateway) {
        HttpResponse<String> removed = gateway.client().post("/api/v1/admin/cache/invalidate", "{\"server\":\"kept\"}");
        assertThat(removed.statusCode()).as(removed.body()).isEqualTo(200);
    }

    /** What the tool of the cached server answers through one of them, from the cache or not. */
    private static String kept(GatewayProcess gateway) {
        HttpResponse<String> answer = gateway.client().post("/kept/run", "{\"call\":\"kept\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** What stands under a name in each dead letter of the failing server. */
    private static List<String> letters(String outcome, String name) {
        return json(instances.gateway(0).client().get(LETTERS + "?server=failing&outcome=" + outcome))
                .at("/data/dead_letters")
                .findValuesAsText(name);
    }

    /** Calls of the tool that all of them have made together, as one of them knows. */
    private static long learnt(GatewayProcess gateway) {
        return json(gateway.client().get("/api/v1/learning?server=learnt"))
                .at("/data/tools/0/total_calls")
                .asLong();
    }

    /** Calls that a gateway has counted by itself since Redis did not answer in time. */
    private static double uncounted() {
        return instances.sum("mehari_rate_limit_redis_total{result=\"failed\"}")
                + instances.sum("mehari_rate_limit_redis_total{result=\"skipped\"}");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return McpMessages.json(answer.body());
    }

    private static List<String> runs(String name) {
        return instances.ran().stream().filter(call -> call.startsWith(name)).collect(Collectors.toList());
    }
}
