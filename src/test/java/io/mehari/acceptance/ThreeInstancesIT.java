package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayProcess;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three gateways as they are deployed: {@code deploy/nginx.conf} before them, one Redis behind them. Each test leaves all
 * three running. What instances share has a test of its own here, for which {@link ThreeInstances} has the parts.
 */
@Requires(Requirement.NGINX)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ThreeInstancesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CALLERS = 4;

    @TempDir
    static Path directory;

    private static ThreeInstances instances;

    @BeforeAll
    static void start() throws IOException {
        instances = ThreeInstances.start(
                directory,
                Map.of(
                        "mehari.data.stop-notice", "2s",
                        "mehari.learning.enabled", "true",
                        "mehari.learning.period", "200ms"));
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
            byGateway.merge(answeredBy(answer), 1L, Long::sum);
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
    @DisplayName("S2.6: each call is learnt from once, by the gateway that made it")
    void everyCallIsLearntFromOnce() {
        for (int i = 0; i < 60; i++) {
            assertThat(instances
                            .behindNginx()
                            .post("/learnt/run", "{\"call\":\"learnt" + i + "\"}")
                            .statusCode())
                    .isEqualTo(200);
        }
        await().atMost(LIMIT).untilAsserted(() -> assertThat(learnt()).isEqualTo(60));
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
                .until(() -> answeredBy(instances.behindNginx().post("/counted/run", "{\"call\":\"back\"}"))
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

    /** Calls that are counted for the tool in all of them together. */
    private static long learnt() {
        return instances.gateways().stream()
                .mapToLong(gateway -> {
                    JsonNode tools = json(gateway.client().get("/api/v1/learning?server=learnt"))
                            .at("/data/tools");
                    return tools.path(0).path("total_calls").asLong();
                })
                .sum();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return Json.read(answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }

    private static List<String> runs(String name) {
        return instances.ran().stream().filter(call -> call.startsWith(name)).collect(Collectors.toList());
    }

    /** Host and port of the gateway that has answered. */
    private static String answeredBy(HttpResponse<String> answer) {
        String asked = answer.headers().firstValue("Gateway").orElse("");
        return asked.substring(asked.lastIndexOf(' ') + 1);
    }
}
