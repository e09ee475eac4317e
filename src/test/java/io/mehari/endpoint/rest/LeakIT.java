package io.mehari.endpoint.rest;

import static io.mehari.endpoint.rest.RestGateway.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mehari.call.ToolCallResult;
import io.mehari.endpoint.http.RawHttp;
import io.mehari.endpoint.http.tls.TlsSettings;
import io.mehari.support.SelfSigned;
import io.mehari.support.Trials;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Drives every way in which a request can end, with Netty's leak detector at its strictest. */
class LeakIT {
    private static final int ROUNDS = Trials.count(8, 200);

    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ListAppender<ILoggingEvent> leaks = new ListAppender<>();

    @BeforeEach
    void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        leaks.start();
        logger.addAppender(leaks);
    }

    @AfterEach
    void unwatch() {
        logger.detachAppender(leaks);
        ResourceLeakDetector.setLevel(before);
    }

    @Test
    void noticesALeak() {
        leak();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            collect();
            assertThat(leaks.list).isNotEmpty();
        });
    }

    @Test
    void leaksNothing() throws Exception {
        try (RestGateway gateway = RestGateway.start()) {
            for (int i = 0; i < ROUNDS; i++) {
                answerAll(gateway);
                disconnect(gateway);
            }
        }
        for (int i = 0; i < 10; i++) {
            collect();
        }

        assertThat(leaks.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    @Test
    void leaksNothingWithTls(@TempDir Path directory) throws Exception {
        SelfSigned own = SelfSigned.of(directory, "gateway", "dns:localhost");
        TlsSettings tls = new TlsSettings(
                Files.writeString(directory.resolve("cert.pem"), own.certificatePem()),
                Files.writeString(directory.resolve("key.pem"), own.keyPem()));
        try (RestGateway gateway = new RestGateway(RestGateway.withTls(tls), RestGateway.OPEN)) {
            for (int i = 0; i < ROUNDS; i++) {
                handshakes(gateway, own.client().getSocketFactory());
            }
        }
        for (int i = 0; i < 10; i++) {
            collect();
        }

        assertThat(leaks.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    /** Handshakes that end well, in the middle, and before they begin. */
    private static void handshakes(RestGateway gateway, SSLSocketFactory tls) throws Exception {
        gateway.pipeline = call -> done(RestGateway.text("x".repeat(100_000)));
        for (String body : List.of("{}", "x".repeat(300_000))) {
            try (RawHttp http = new RawHttp(tls.createSocket(gateway.connect(), "localhost", gateway.port(), true))) {
                assertThat(http.post("/s/t", body).read().status()).isIn(200, 413);
            }
        }
        for (String bytes : List.of("GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001", "")) {
            try (RawHttp http = new RawHttp(gateway.connect())) {
                http.send(bytes);
            }
        }
    }

    private static void answerAll(RestGateway gateway) throws Exception {
        gateway.pipeline = call -> done(RestGateway.text("x".repeat(100_000)));
        gateway.post("/s/t", "{\"a\":\"" + "x".repeat(100_000) + "\"}");
        gateway.post("/s/t", "{");
        gateway.post("/unknown", "{}");
        gateway.get("/health");
        gateway.post("/api/v1/batch", "{\"calls\":[{\"server\":\"s\",\"tool\":\"t\"}]}");
        gateway.pipeline = call -> CompletableFuture.failedFuture(new IllegalStateException("expected"));
        gateway.post("/s/t", "{}");
        for (String request : List.of(
                "NONSENSE\r\n\r\n",
                "POST /s/t HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\nxxxx",
                "POST /s/t HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\nxxxx",
                "POST /s/t HTTP/1.1\r\nHost: evil\r\nConnection: close\r\nContent-Length: 4\r\n\r\nxxxx",
                "POST /s/t HTTP/1.1\r\nHost: evil\r\nContent-Length: 400000\r\n\r\nxxxx",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 4\r\n\r\nxxxx",
                "HEAD /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "POST /s/t HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\nx",
                "POST /s/t HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n")) {
            try (RawHttp http = new RawHttp(gateway.connect())) {
                http.send(request).isClosed();
            }
        }
    }

    /** Clients that leave in the middle of a request, and while requests are in progress and waiting. */
    private static void disconnect(RestGateway gateway) throws Exception {
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.send("POST /s/t HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{");
        }
        Queue<CompletableFuture<ToolCallResult>> calls = new ConcurrentLinkedQueue<>();
        gateway.pipeline = call -> {
            CompletableFuture<ToolCallResult> result = new CompletableFuture<>();
            calls.add(result);
            return result;
        };
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.post("/s/t", "{}").post("/s/t", "{}").post("/s/t", "{}");
            await().atMost(Duration.ofSeconds(10)).until(() -> !calls.isEmpty());
        }
        calls.forEach(call -> call.complete(RestGateway.text("y".repeat(100_000))));
    }

    private static void leak() {
        PooledByteBufAllocator.DEFAULT.buffer(10).touch("on purpose");
    }

    /** Leaks are reported when a buffer is allocated after the lost one was collected. */
    private static void collect() {
        System.gc();
        for (int i = 0; i < 200; i++) {
            PooledByteBufAllocator.DEFAULT.buffer(10).release();
        }
    }
}
