package io.mehari.endpoint.http;

import static io.mehari.endpoint.rest.RestGateway.DEFAULTS;
import static io.mehari.endpoint.rest.RestGateway.OPEN;
import static io.mehari.endpoint.rest.RestGateway.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.call.ToolCallResult;
import io.mehari.endpoint.http.tls.TlsSettings;
import io.mehari.endpoint.rest.RestGateway;
import io.mehari.support.ChangesBehaviour;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class HttpConnectionIT {
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private RestGateway gateway;

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        start(DEFAULTS);
        Map<String, CompletableFuture<ToolCallResult>> calls = new ConcurrentHashMap<>();
        gateway.pipeline = call -> call.tool().equals("slow")
                ? calls.computeIfAbsent("slow", tool -> new CompletableFuture<>())
                : done(RestGateway.text(call.tool()));
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.post("/s/slow", "{}").post("/s/fast", "{}").send("BAD\r\n\r\n");
            await().atMost(LIMIT).until(() -> calls.containsKey("slow"));
            calls.get("slow").complete(RestGateway.text("slow"));

            assertThat(http.read().body()).isEqualTo("\"slow\"");
            assertThat(http.read().body()).isEqualTo("\"fast\"");
            assertThat(http.read().status()).isEqualTo(400);
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void answersAThousandPipelinedRequests() throws Exception {
        start(DEFAULTS);
        gateway.pipeline = call -> done(RestGateway.text(call.tool()));
        try (RawHttp http = new RawHttp(gateway.connect())) {
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> sendAll(http, 1000));
            for (int i = 0; i < 1000; i++) {
                assertThat(http.read().body()).isEqualTo("\"t" + i + "\"");
            }
            sender.join();
        }
    }

    @Test
    void keepsConnectionsAlive() throws Exception {
        start(DEFAULTS);
        try (RawHttp http = new RawHttp(gateway.connect())) {
            for (int i = 0; i < 3; i++) {
                RawHttp.Response response =
                        http.post("/s/t", "{\"i\":" + i + "}").read();
                assertThat(response.headers()).doesNotContainKey("connection");
                assertThat(response.body()).isEqualTo("{\"i\":" + i + "}");
            }
        }
    }

    @Test
    void closesWhenTheClientWantsTo() throws Exception {
        start(DEFAULTS);
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            RawHttp.Response response = http.read();

            assertThat(response.body()).contains("live");
            assertThat(response.headers()).containsEntry("connection", "close");
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void speaksHttp10() throws Exception {
        start(DEFAULTS);
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.send("GET /health/live HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
            RawHttp.Response first = http.read();
            assertThat(first.headers()).containsEntry("connection", "keep-alive");
            assertThat(first.body()).contains("live");
            http.send("GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n");
            assertThat(http.read().body()).contains("live");
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void refusesBodiesOverTheLimit() throws Exception {
        start(settings(DataSize.ofKilobytes(4), LIMIT, LIMIT, 10));
        try (RawHttp http = new RawHttp(gateway.connect())) {
            RawHttp.Response response =
                    http.post("/api/v1/tools/s/t", "x".repeat(64 * 1024)).read();

            assertThat(response.status()).isEqualTo(413);
            assertThat(response.body())
                    .contains("body_too_large")
                    .contains("4096")
                    .contains("\"success\":false");
            assertThat(http.isClosed()).isTrue();
        }
        assertThat(gateway.post("/s/t", " ".repeat(4094) + "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesChunkedBodiesOverTheLimit() throws Exception {
        start(settings(DataSize.ofKilobytes(4), LIMIT, LIMIT, 10));
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.send("POST /s/t HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            http.send("2000\r\n" + "x".repeat(0x2000) + "\r\n");

            assertThat(http.read().status()).isEqualTo(413);
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void continuesWhenExpectedTo() throws Exception {
        start(settings(DataSize.ofKilobytes(4), LIMIT, LIMIT, 10));
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.send("POST /s/t HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(http.read().status()).isEqualTo(100);
            http.send("{}");
            assertThat(http.read().body()).isEqualTo("{}");
            http.send("POST /s/t HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n");
            assertThat(http.read().status()).isEqualTo(413);
        }
    }

    @Test
    void refusesHeadersAndLinesOverTheLimit() throws Exception {
        start(DEFAULTS);
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
            RawHttp.Response response = http.read();
            assertThat(response.status()).isEqualTo(431);
            assertThat(response.body()).contains("headers_too_large").contains("mehari.data.max-headers");
            assertThat(http.isClosed()).isTrue();
        }
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.send("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            RawHttp.Response response = http.read();
            assertThat(response.status()).isEqualTo(414);
            assertThat(response.body()).contains("url_too_long");
        }
    }

    @Test
    void refusesWhatIsNotHttp() throws Exception {
        start(DEFAULTS);
        for (String request : new String[] {
            "NONSENSE\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n",
            "POST /s/t HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /s/t HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            "POST /s/t HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        }) {
            try (RawHttp http = new RawHttp(gateway.connect())) {
                RawHttp.Response response = http.send(request).read();
                assertThat(response.status()).as(request).isEqualTo(400);
                assertThat(response.body()).contains("bad_request");
            }
        }
    }

    @Test
    void endsRequestsThatDoNotArrive() throws Exception {
        start(settings(DataSize.ofKilobytes(4), Duration.ofMillis(200), LIMIT, 10));
        try (RawHttp http = new RawHttp(gateway.connect())) {
            RawHttp.Response response = http.send(
                            "POST /s/t HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{")
                    .read();

            assertThat(response.status()).isEqualTo(408);
            assertThat(response.body()).contains("mehari.data.request-timeout");
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void endsIdleConnectionsButNoCallInProgress() throws Exception {
        start(settings(DataSize.ofKilobytes(4), Duration.ofMillis(100), Duration.ofMillis(100), 10));
        CompletableFuture<ToolCallResult> slow = new CompletableFuture<>();
        gateway.pipeline = call -> slow;
        try (RawHttp calling = new RawHttp(gateway.connect());
                RawHttp idle = new RawHttp(gateway.connect())) {
            calling.post("/s/t", "{}");
            assertThat(idle.isClosed()).isTrue();
            try (RawHttp second = new RawHttp(gateway.connect())) {
                assertThat(second.isClosed()).isTrue();
            }
            slow.complete(RestGateway.text("done"));
            assertThat(calling.read().body()).isEqualTo("\"done\"");
            assertThat(calling.isClosed()).isTrue();
        }
    }

    @Test
    void boundsConnections() throws Exception {
        start(settings(DataSize.ofKilobytes(4), LIMIT, LIMIT, 1));
        try (RawHttp first = new RawHttp(gateway.connect())) {
            assertThat(first.post("/s/t", "{}").read().body()).isEqualTo("{}");
            try (RawHttp second = new RawHttp(gateway.connect())) {
                assertThat(second.read().status()).isEqualTo(503);
                assertThat(second.isClosed()).isTrue();
            }
            assertThat(first.post("/s/t", "{}").read().body()).isEqualTo("{}");
        }
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200));
    }

    @Test
    void answersCallsInProgressBeforeItStops() throws Exception {
        start(DEFAULTS);
        CompletableFuture<ToolCallResult> slow = new CompletableFuture<>();
        CompletableFuture<Void> called = new CompletableFuture<>();
        gateway.pipeline = call -> {
            called.complete(null);
            return slow;
        };
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.post("/s/t", "{}");
            called.join();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway::close);
            slow.complete(RestGateway.text("done"));

            assertThat(http.read().body()).isEqualTo("\"done\"");
            assertThat(http.isClosed()).isTrue();
            assertThat(stopping).succeedsWithin(LIMIT);
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        start(DEFAULTS);
        assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(dataThreads()).isPositive();
        gateway.close();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(dataThreads()).isZero());
    }

    @Test
    void servesAgainAfterItsRouteWasStopped() throws Exception {
        start(DEFAULTS);
        gateway.context().getRouteController().stopRoute("rest");
        gateway.context().getRouteController().startRoute("rest");

        assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    @ChangesBehaviour("mehari.data.host")
    void servesIpv6Loopback() throws Exception {
        DataSettings settings = new DataSettings(
                "::1",
                0,
                DEFAULTS.maxBody(),
                DEFAULTS.maxRequestLine(),
                DEFAULTS.maxHeaders(),
                LIMIT,
                LIMIT,
                10,
                1,
                true,
                TlsSettings.NONE,
                "/",
                List.of(),
                Duration.ZERO);
        start(settings);
        try (RawHttp http = new RawHttp(new Socket(InetAddress.getByAddress(IPV6_LOOPBACK), gateway.port()))) {
            assertThat(http.send("GET /health/live HTTP/1.1\r\nHost: [::1]\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void worksWithoutEpoll() throws Exception {
        DataSettings nio = new DataSettings(
                "127.0.0.1",
                0,
                DEFAULTS.maxBody(),
                DEFAULTS.maxRequestLine(),
                DEFAULTS.maxHeaders(),
                LIMIT,
                LIMIT,
                10,
                1,
                false,
                TlsSettings.NONE,
                "/",
                List.of(),
                Duration.ZERO);
        start(nio);

        assertThat(gateway.post("/s/t", "{}").body()).isEqualTo("{}");
    }

    private void start(DataSettings settings) throws Exception {
        gateway = new RestGateway(settings, OPEN);
    }

    private static DataSettings settings(DataSize maxBody, Duration requestTimeout, Duration idle, int connections) {
        return new DataSettings(
                "127.0.0.1",
                0,
                maxBody,
                DEFAULTS.maxRequestLine(),
                DEFAULTS.maxHeaders(),
                requestTimeout,
                idle,
                connections,
                1,
                true,
                TlsSettings.NONE,
                "/",
                List.of(),
                Duration.ZERO);
    }

    private static void sendAll(RawHttp http, int count) {
        try {
            for (int i = 0; i < count; i++) {
                http.post("/s/t" + i, "{}");
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long dataThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mehari-data"))
                .count();
    }
}
