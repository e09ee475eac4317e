package io.mehari.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls with an idempotency key against a real server that counts how often its tools have run. */
class IdempotentCallsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CLIENTS = 200;

    @TempDir
    static Path directory;

    private static WatchedGateway gateway;

    @BeforeAll
    static void start() {
        gateway = WatchedGateway.ofFaultyServer(
                directory,
                server -> server.withObject("/env")
                        .put(FaultyServer.RECORD, directory.resolve("runs").toString()),
                "ok",
                "held",
                "release",
                "dies",
                "cancelled-count");
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void twoHundredImpatientClientsRunTheToolOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                all.add(CompletableFuture.supplyAsync(() -> post("/faulty/held", "many", "many"), clients));
            }
            awaitRuns("many", 1);
            gateway.http().post("/faulty/release", "{}");
            for (CompletableFuture<HttpResponse<String>> one : all) {
                assertThat(one.get(LIMIT.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("\"late\"");
            }
        } finally {
            clients.shutdownNow();
        }
        awaitRuns("many", 1);
    }

    @Test
    void aServerThatDiesInTheCallIsNotCalledAgain() throws Exception {
        HttpResponse<String> first = post("/faulty/dies", "deadly", "deadly");
        Awaitility.await("the server is back")
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(gateway.http().post("/faulty/ok", "{}").statusCode())
                                .isEqualTo(200));
        HttpResponse<String> second = post("/faulty/dies", "deadly", "deadly");

        assertThat(first.statusCode()).isEqualTo(502);
        assertThat(json(first).at("/detail/code").asText()).isEqualTo("outcome_unknown");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        awaitRuns("deadly", 1);
    }

    @Test
    void aClientThatHangsUpAndAsksAgainGetsTheAnswerOfItsFirstRequest() throws Exception {
        int cancelled = cancelled();
        try (Socket lost = send("/faulty/held", "lost", "lost")) {
            awaitRuns("lost", 1);
        }
        CompletableFuture<HttpResponse<String>> again =
                CompletableFuture.supplyAsync(() -> post("/faulty/held", "lost", "lost"));
        Awaitility.await("the answer").atMost(LIMIT).until(() -> {
            gateway.http().post("/faulty/release", "{}");
            return again.isDone();
        });

        assertThat(again.get().body()).isEqualTo("\"late\"");
        awaitRuns("lost", 1);
        assertThat(cancelled()).as("calls the server was told to cancel").isEqualTo(cancelled);
    }

    @Test
    void aSuccessIsRecordedOnceHoweverOftenItIsGiven() throws Exception {
        String id = json(post("/api/v1/tools/faulty/ok", "once", "once"))
                .path("request_id")
                .asText();
        for (int i = 0; i < 5; i++) {
            assertThat(json(post("/api/v1/tools/faulty/ok", "once", "once"))
                            .path("request_id")
                            .asText())
                    .isEqualTo(id);
        }
        awaitRuns("once", 1);
        Awaitility.await("the event of the call")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.events(id)).hasSize(1));
    }

    private static void awaitRuns(String call, int times) {
        Awaitility.await("runs of " + call)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(
                                Files.exists(directory.resolve("runs"))
                                        ? Files.readAllLines(directory.resolve("runs"))
                                        : List.<String>of())
                        .filteredOn(("call " + call)::equals)
                        .hasSize(times));
    }

    private static int cancelled() {
        return Integer.parseInt(
                gateway.http().post("/faulty/cancelled-count", "{}").body().replace("\"", ""));
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.read(response.body());
    }

    private static HttpResponse<String> post(String path, String key, String call) {
        HttpRequest.Builder request = gateway.http()
                .request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body(call)));
        return gateway.http().send(request);
    }

    private static String body(String call) {
        return "{\"call\":\"" + call + "\"}";
    }

    private static Socket send(String path, String key, String call) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), gateway.http().base().getPort());
        String body = body(call);
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort() + "\r\nIdempotency-Key: "
                                + key + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + body)
                        .getBytes(US_ASCII));
        return socket;
    }
}
