package io.mehari.endpoint.rest;

import static io.mehari.endpoint.rest.RestGateway.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mehari.call.ToolCallResult;
import io.mehari.endpoint.http.RawHttp;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Clients that end their side of a connection and wait, and clients that hang up. */
class ClientsThatLeaveIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Map<String, CompletableFuture<ToolCallResult>> calls = new ConcurrentHashMap<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private RestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = RestGateway.start();
        gateway.pipeline = call -> calls.computeIfAbsent(call.tool(), tool -> new CompletableFuture<>());
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void stop() {
        root().detachAppender(log);
        gateway.close();
    }

    @Test
    void halfClosedClientGetsTheResponsesToAllItsRequests() throws Exception {
        for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
            calls.clear();
            try (RawHttp http = new RawHttp(gateway.connect())) {
                String post =
                        " " + version + "\r\nHost: localhost\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}";
                http.send("POST /s/first" + post).send("POST /s/second" + post).endOutput();
                finish("first");
                assertThat(http.read().body()).isEqualTo("\"first\"");
                finish("second");
                assertThat(http.read().body()).isEqualTo("\"second\"");
                assertThat(http.isClosed()).isTrue();
            }
        }
    }

    @Test
    void halfClosedClientThatWaitsLongIsAskedWhetherItIsThere() throws Exception {
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.post("/s/slow", "{}").endOutput();
            assertThat(http.read().status()).isEqualTo(100);
            assertThat(http.read().status()).isEqualTo(100);
            finish("slow");

            assertThat(http.read().body()).isEqualTo("\"slow\"");
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void halfClosedClientWithNothingToWaitForIsClosed() throws Exception {
        for (String begun : List.of("", "POST /s/t HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")) {
            try (RawHttp http = new RawHttp(gateway.connect())) {
                http.send(begun).endOutput();
                assertThat(http.isClosed()).isTrue();
            }
        }
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").endOutput();
            assertThat(http.read().body()).contains("live");
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void clientThatHangsUpWhileItsResponseIsSentIsNoWarning() throws Exception {
        gateway.pipeline = call -> done(RestGateway.text("x".repeat(20 * 1024 * 1024)));
        for (int i = 0; i < 5; i++) {
            try (Socket socket = gateway.connect()) {
                RawHttp http = new RawHttp(socket).post("/s/t", "{}");
                assertThat(http.read().status()).isEqualTo(200);
                socket.setSoLinger(true, 0); // its end is a reset
            }
        }
        assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.budget.held()).isZero());

        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    private void finish(String tool) {
        await().atMost(LIMIT).until(() -> calls.containsKey(tool));
        calls.get(tool).complete(RestGateway.text(tool));
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
