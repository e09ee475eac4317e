package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.bench.HttpEchoServer;
import io.mehari.cli.CommandLineInterface;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.LogsAgain;
import io.mehari.support.Trials;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers of several processes and of several urls, some of which end. */
@ExtendWith(LogsAgain.class)
@DisplayName("S2.8: automatic failover between replicas")
class ReplicasIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int REPLICAS = 3;
    private static final int KILLS = Trials.count(10, 200);
    private static final int CALLS = 100 * KILLS;
    private static final int CALLERS = 4;

    @TempDir
    static Path directory;

    private static GatewayUnderTest gateway;
    private static int webPort;
    private static int lonelyPort;
    private static HttpEchoServer web;
    private static HttpEchoServer lonely;

    private final Map<Integer, HttpResponse<String>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger kills = new AtomicInteger();

    @BeforeAll
    static void start() throws InterruptedException {
        web = HttpEchoServer.start(GatewayUnderTest.freePort());
        lonely = HttpEchoServer.start(0);
        webPort = web.port();
        lonelyPort = lonely.port();
        gateway = GatewayUnderTest.start(
                directory,
                new Servers()
                        .java(
                                "echo",
                                entry -> IntStream.range(0, REPLICAS).forEach(i -> {
                                    var args = entry.withArray("replicas")
                                            .addObject()
                                            .putArray("args");
                                    entry.get("args").forEach(args::add);
                                    args.add("--log").add(executions(i).toString());
                                }),
                                "io.mehari.bench.EchoServer")
                        .with("web", entry -> {
                            entry.withArray("replicas").addObject().put("url", url(webPort));
                            entry.withArray("replicas").addObject().put("url", url(lonelyPort));
                        })
                        .with("nowhere", entry -> {
                            entry.putObject("retry").put("max", 0);
                            entry.withArray("replicas").addObject().put("url", url(GatewayUnderTest.freePort()));
                            entry.withArray("replicas").addObject().put("url", url(GatewayUnderTest.freePort()));
                        })
                        .toString());
        gateway.awaitTools(List.of("echo", "web"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gateway = null;
        web.close();
        lonely.close();
    }

    private static Path executions(int replica) {
        return directory.resolve("executions-" + replica);
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/mcp";
    }

    @Test
    void processesThatAreKilledUnderLoadLoseTheirOwnCallsAloneAndNothingRunsTwice() throws Exception {
        Awaitility.await().atMost(LIMIT).until(() -> states("echo").equals(List.of("ready", "ready", "ready")));
        load();
        List<String> executed = new ArrayList<>();
        for (int i = 0; i < REPLICAS; i++) {
            executed.addAll(Files.readAllLines(executions(i)));
        }
        Map<Boolean, Long> bySuccess = answers.values().stream()
                .collect(Collectors.partitioningBy(answer -> answer.statusCode() == 200, Collectors.counting()));
        System.out.println("Calls " + answers.size() + ", kills " + kills + ", succeeded " + bySuccess.get(true));
        assertThat(answers).hasSize(CALLS);
        assertThat(executed).doesNotHaveDuplicates();
        answers.forEach((id, answer) -> {
            if (answer.statusCode() == 200) {
                assertThat(answer.body()).isEqualTo("\"m" + id + "\"");
            } else {
                assertThat(answer.body()).contains("outcome_unknown", "\"upstream\":\"echo\"", "Upstream echo#");
            }
        });
        assertThat(bySuccess.get(false)).as("lost calls").isLessThanOrEqualTo((long) CALLERS * KILLS);
        assertThat(call(ids.incrementAndGet()).statusCode()).as("the next call").isEqualTo(200);
        Awaitility.await("calls of each, those that were killed at the beginning included")
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> {
                    call(ids.incrementAndGet());
                    assertThat(replicas("echo"))
                            .allSatisfy(
                                    replica -> assertThat(replica.path("calls").asInt())
                                            .as(replica.toString())
                                            .isGreaterThan(CALLS / 20));
                });
    }

    private void load() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<?>> running = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            running.add(callers.submit(() -> {
                for (int id = ids.incrementAndGet(); id <= CALLS; id = ids.incrementAndGet()) {
                    answers.put(id, call(id));
                    if (id % (CALLS / KILLS) == 0
                            && id < CALLS) { // the call after the last one may meet nobody who dies
                        killOne();
                    }
                }
            }));
        }
        for (Future<?> caller : running) {
            caller.get();
        }
        callers.shutdown();
    }

    private static HttpResponse<String> call(int id) {
        return gateway.post("/echo/echo", "{\"message\":\"m" + id + "\",\"id\":\"" + id + "\"}");
    }

    private void killOne() {
        List<ProcessHandle> children = ProcessHandle.current().children().toList();
        if (!children.isEmpty()) {
            children.get(ThreadLocalRandom.current().nextInt(children.size())).destroyForcibly();
            kills.incrementAndGet();
        }
    }

    @Test
    void urlsThatEndAreMissedByNobodyUntilTheLastAndComeBack() throws Exception {
        Awaitility.await().atMost(LIMIT).until(() -> states("web").equals(List.of("ready", "ready")));
        assertThat(health("upstream:web").path("status").asText()).isEqualTo("healthy");
        web.close();
        for (int i = 0; i < 50; i++) {
            assertThat(echo("web").statusCode())
                    .as("call %s with one of two", i)
                    .isEqualTo(200);
        }
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(states("web").get(0)).isNotEqualTo("ready");
            assertThat(server("web").path("state").asText()).isEqualTo("ready");
            assertThat(health("upstream:web").path("detail").asText())
                    .contains("Upstream web goes on with 1 of 2 replicas; web#0 is");
        });
        web = HttpEchoServer.start(webPort);
        Awaitility.await().atMost(LIMIT).until(() -> states("web").equals(List.of("ready", "ready")));
        assertThat(echo("web").statusCode()).isEqualTo(200);
    }

    @Test
    void aServerWithoutAnyReplicaIsUnavailableByName() {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            HttpResponse<String> answer = gateway.post("/api/v1/tools/nowhere/echo", "{}");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"upstream\":\"nowhere\"");
        });
        assertThat(server("nowhere").path("state").asText()).isIn("waiting", "joining");
        assertThat(replicas("nowhere"))
                .extracting(replica -> replica.path("health").asText())
                .containsExactly("offline", "offline");
    }

    @Test
    void oneReplicaIsConnectedAnewByRequest() {
        int before = replicas("web").get(1).path("restarts").asInt();
        HttpResponse<String> answer = gateway.post("/api/v1/admin/servers/web/replicas/1/restart", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("web#1");
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(replicas("web").get(1).path("restarts").asInt())
                                .isEqualTo(before + 1));
        assertThat(gateway.post("/api/v1/admin/servers/web/replicas/2/restart", "")
                        .body())
                .contains("Server web has no replica 2; they are 0 to 1");
    }

    @Test
    @DisplayName("S4.8: load test and regression check of a running gateway")
    void aBenchOfTheRunningGatewayIsSavedAndCompared() throws Exception {
        Path report = directory.resolve("bench.json");
        String[] bench = {
            "bench",
            "web/echo",
            "--any-tool",
            "--arguments",
            "{\"message\": \"x\"}",
            "--callers",
            "1,8",
            "--step",
            "1",
            "--warm-up",
            "0",
            "--url",
            gateway.base().toString()
        };
        assertThat(new CommandLineInterface(Map.of()).execute(with(bench, "--save", report.toString())))
                .isZero();
        JsonNode saved = Json.read(Files.readString(report));
        assertThat(saved.at("/steps/1/outcomes/success").asLong()).isGreaterThan(10);
        assertThat(saved.at("/capacity/calls_per_second").asDouble()).isPositive();
        assertThat(new CommandLineInterface(Map.of())
                        .execute(with(bench, "--compare", report.toString(), "--tolerance", "100000")))
                .isZero();
    }

    private static String[] with(String[] command, String... more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
    }

    private static HttpResponse<String> echo(String server) {
        return gateway.post("/" + server + "/echo", "{\"message\":\"hello\"}");
    }

    private static List<String> states(String server) {
        return replicas(server).stream()
                .map(replica -> replica.path("state").asText())
                .toList();
    }

    private static List<JsonNode> replicas(String server) {
        List<JsonNode> replicas = new ArrayList<>();
        server(server).path("replicas").forEach(replicas::add);
        return replicas;
    }

    private static JsonNode server(String name) {
        for (JsonNode server : json("/api/v1/servers").at("/data/servers")) {
            if (server.path("name").asText().equals(name)) {
                return server;
            }
        }
        throw new AssertionError("There is no server " + name);
    }

    private static JsonNode health(String part) {
        return json("/health").path("checks").path(part);
    }

    private static JsonNode json(String path) {
        try {
            return Json.read(gateway.get(path).body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
