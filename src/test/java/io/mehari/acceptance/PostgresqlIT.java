package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.PostgresProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two whole gateways on one PostgreSQL, started at the same time on an empty database; seen through HTTP alone. */
@Timeout(300)
class PostgresqlIT {
    private static final String LETTERS = "/api/v1/admin/dead-letters";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static PostgresProgram postgres;
    private static StoppableServer server;
    private static GatewayUnderTest one;
    private static GatewayUnderTest two;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresProgram.started(directory);
        postgres.database("mehari");
        server = new StoppableServer();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<GatewayUnderTest> first = threads.submit(() -> gateway("one", Map.of()));
            Future<GatewayUnderTest> second = threads.submit(() -> gateway("two", Map.of()));
            one = first.get();
            two = second.get();
        } finally {
            threads.shutdownNow();
        }
        one.awaitTools(List.of("shop", "echo"));
        two.awaitTools(List.of("shop", "echo"));
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        one = null;
        two = null;
        server.close();
        postgres.close();
    }

    private static GatewayUnderTest gateway(String name, Map<String, String> more) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(name));
        String servers = new Servers()
                .with("shop", keys -> {
                    keys.put("url", "http://127.0.0.1:" + server.port() + "/mcp")
                            .put("type", "streamable-http");
                    keys.putObject("retry").put("max", 0);
                    keys.putObject("timeout").put("attempt", "1s");
                })
                .java(
                        "echo",
                        entry -> entry.putObject("cache").put("ttl", "5m"),
                        "io.mehari.bench.EchoServer",
                        "--log",
                        directory.resolve("executions").toString())
                .toString();
        Map<String, String> settings = new HashMap<>(Map.of(
                "mehari.database.url",
                postgres.url("mehari"),
                "mehari.database.username",
                postgres.user(),
                "mehari.cache.database.enabled",
                "true",
                "mehari.learning.enabled",
                "true"));
        settings.putAll(more);
        return GatewayUnderTest.start(folder, servers, settings);
    }

    @Test
    @ChangesBehaviour("mehari.database.url")
    @DisplayName("two gateways that start at once on an empty database both serve, and keep nothing in files of H2")
    void bothAreUp() throws Exception {
        assertThat(postgres.query("mehari", "select version from flyway_schema_history where success"))
                .isNotEmpty()
                .doesNotHaveDuplicates();
        for (GatewayUnderTest gateway : List.of(one, two)) {
            assertThat(json(gateway.get("/health"))
                            .at("/checks/database/status")
                            .asText())
                    .isEqualTo("healthy");
            assertThat(metric(gateway, "mehari_database_pool_connections")).isBetween(2.0, 10.0);
            assertThat(metric(gateway, "mehari_part_healthy{part=\"database\"}"))
                    .isEqualTo(1);
        }
        assertThat(directory.resolve("one/dead-letters/mehari.mv.db")).doesNotExist();
    }

    @Test
    @DisplayName("S0.13: a letter of one gateway is seen by the other, and of both that replay it one does")
    void lettersAreSharedAndReplayedOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            int before = server.runs("order");
            String id = failedWhileDown(one, "{\"item\":\"" + round + "\"}");
            assertThat(json(two.get(LETTERS + "/" + id)).at("/data/state").asText())
                    .isEqualTo("waiting");
            List<CompletableFuture<String>> answers = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> (i % 2 == 0 ? one : two)
                            .post(LETTERS + "/" + id + "/replay", "{\"force\":true}")
                            .body()))
                    .toList();
            List<String> told = answers.stream().map(CompletableFuture::join).toList();
            assertThat(told)
                    .filteredOn(body -> body.contains("\"outcome\":\"success\",\"dead_letter"))
                    .as(told.toString())
                    .hasSize(1);
            assertThat(told)
                    .filteredOn(body -> body.contains("dead_letter_not_waiting"))
                    .hasSize(7);
            assertThat(server.runs("order")).isEqualTo(before + 1);
        }
    }

    @Test
    void aResultOfOneGatewayIsAHitOfTheOther() throws Exception {
        String arguments = "{\"message\":\"shared " + System.nanoTime() + "\"}";
        long before = cached();
        assertThat(hit(one, arguments)).isFalse();
        await().atMost(LIMIT).until(() -> cached() > before);
        assertThat(hit(two, arguments)).isTrue();
    }

    @Test
    @DisplayName("S2.12: what both learn adds up, and nothing is counted twice")
    void whatBothLearnAddsUp() {
        for (int i = 0; i < 20; i++) {
            assertThat((i % 2 == 0 ? one : two)
                            .post("/camel/text_statistics", "{\"text\":\"a " + i + "\"}")
                            .statusCode())
                    .isEqualTo(200);
        }
        String sum = "select coalesce(sum(total_calls), 0) from learning_tools where tool = 'text_statistics'";
        await().atMost(LIMIT).until(() -> postgres.query("mehari", sum).equals(List.of("20")));
        assertThat(postgres.query("mehari", "select distinct node from learning_tools where tool = 'text_statistics'"))
                .hasSize(2);
    }

    @Test
    @DisplayName("S0.15: while the database is away calls go on, health says so, and it comes back by itself")
    void callsGoOnWithoutTheDatabase() throws Exception {
        String kept = failedWhileDown(one, "{\"item\":\"kept\"}");
        postgres.stop();
        try {
            await().atMost(LIMIT).until(() -> database(one).contains("cannot be used"));
            for (int i = 0; i < 30; i++) {
                assertThat(one.post("/echo/echo", "{\"message\":\"m" + i + System.nanoTime() + "\"}")
                                .statusCode())
                        .isEqualTo(200);
            }
            server.stop();
            assertThat(one.post("/shop/order", "{\"item\":\"lost\"}").statusCode())
                    .isGreaterThanOrEqualTo(500);
            server.start();
            assertThat(json(one.get("/health")).toString()).contains("degraded");
            assertThat(one.get("/diagnostics").body()).contains("part_unhealthy", "cannot be used");
            assertThat(metric(one, "mehari_part_healthy{part=\"database\"}")).isZero();
            assertThat(metric(one, "mehari_database_outages_total")).isGreaterThanOrEqualTo(1);
        } finally {
            postgres.start();
        }
        await().atMost(LIMIT).until(() -> database(one).contains("\"healthy\""));
        await().atMost(LIMIT).until(() -> database(two).contains("\"healthy\""));
        assertThat(json(two.get(LETTERS + "/" + kept)).at("/data/state").asText())
                .as("what was acknowledged")
                .isEqualTo("waiting");
        failedWhileDown(two, "{\"item\":\"after\"}");
    }

    @Test
    @DisplayName(
            "a database that takes everything and answers nothing holds up no call but failed ones, for some seconds")
    void callsGoOnWhileTheDatabaseStandsStill() {
        postgres.pause();
        try {
            server.stop();
            assertThat(two.post("/shop/order", "{\"item\":\"slow\"}").statusCode())
                    .isGreaterThanOrEqualTo(500);
            server.start();
            await().atMost(LIMIT).until(() -> database(two).contains("does not answer"));
            for (int i = 0; i < 30; i++) {
                assertThat(two.post("/echo/echo", "{\"message\":\"s" + i + System.nanoTime() + "\"}")
                                .statusCode())
                        .isEqualTo(200);
            }
        } finally {
            postgres.resume();
        }
        await().atMost(LIMIT).until(() -> database(two).contains("\"healthy\""));
        await().atMost(LIMIT).until(() -> database(one).contains("\"healthy\""));
        failedWhileDown(two, "{\"item\":\"after the pause\"}");
    }

    @Test
    @ChangesBehaviour("mehari.database.username")
    @ChangesBehaviour("mehari.database.password")
    void aWrongPasswordIsSaidAndNothingElseFails() throws Exception {
        try (PostgresProgram locked = PostgresProgram.started(Files.createDirectories(directory.resolve("locked")))) {
            locked.database("mehari");
            locked.askForPasswords("geheim");
            try (GatewayUnderTest gateway = gateway(
                    "three",
                    Map.of("mehari.database.url", locked.url("mehari"), "mehari.database.password", "falsch"))) {
                assertThat(database(gateway))
                        .contains("mehari.database.password")
                        .doesNotContain("falsch");
                assertThat(gateway.post("/camel/text_statistics", "{\"text\":\"one\"}")
                                .statusCode())
                        .isEqualTo(200);
            }
            try (GatewayUnderTest gateway = gateway(
                    "three",
                    Map.of("mehari.database.url", locked.url("mehari"), "mehari.database.password", "geheim"))) {
                await().atMost(LIMIT).until(() -> database(gateway).contains("\"healthy\""));
            }
        }
    }

    /** The id of the dead letter of a call that was made while its server was away; it is back afterwards. */
    private static String failedWhileDown(GatewayUnderTest gateway, String arguments) {
        server.stop();
        HttpResponse<String> failed = gateway.post("/api/v1/tools/shop/order", arguments);
        server.start();
        assertThat(failed.statusCode()).as(failed.body()).isEqualTo(503);
        String request = failed.headers().firstValue("x-request-id").orElseThrow();
        await().atMost(LIMIT).until(() -> isReady(one) && isReady(two));
        for (JsonNode letter : json(gateway.get(LETTERS + "?server=shop")).at("/data/dead_letters")) {
            if (letter.path("request_id").asText().equals(request)) {
                return letter.path("id").asText();
            }
        }
        throw new AssertionError("No letter of request " + request);
    }

    private static long cached() {
        return Long.parseLong(
                postgres.query("mehari", "select count(*) from cached_results").get(0));
    }

    private static boolean isReady(GatewayUnderTest gateway) {
        for (JsonNode upstream :
                json(gateway.get("/api/v1/servers")).path("data").path("servers")) {
            if (upstream.path("name").asText().equals("shop")) {
                return upstream.path("state").asText().equalsIgnoreCase("ready");
            }
        }
        return false;
    }

    private static boolean hit(GatewayUnderTest gateway, String arguments) {
        HttpResponse<String> answer = gateway.post("/api/v1/tools/echo/echo", arguments);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).at("/performance/cache_hit").asBoolean();
    }

    /** What {@code /health} says of the database. */
    private static String database(GatewayUnderTest gateway) {
        return json(gateway.get("/health")).at("/checks/database").toString();
    }

    private static double metric(GatewayUnderTest gateway, String name) {
        return gateway.get("/metrics/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return Json.read(answer.body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
