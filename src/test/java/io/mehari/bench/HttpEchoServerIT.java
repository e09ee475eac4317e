package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The HTTP echo server, and the drivers against it. */
class HttpEchoServerIT {
    private HttpEchoServer server;

    @BeforeEach
    void start() throws InterruptedException {
        server = HttpEchoServer.start(0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersTheHandshake() {
        assertThat(answer("initialize", "{\"protocolVersion\":\"2025-06-18\"}"))
                .startsWith("200 ")
                .contains("\"protocolVersion\":\"2025-06-18\"", "\"id\":1");
    }

    @Test
    void listsAndCallsTheEchoTools() {
        assertThat(answer("tools/list", "{}")).contains("\"name\":\"echo\"");
        assertThat(answer("tools/call", "{\"name\":\"echo\",\"arguments\":{\"message\":\"grüß\"}}"))
                .contains("\"text\":\"grüß\"");
        assertThat(answer("tools/call", "{\"name\":\"sleep\",\"arguments\":{\"millis\":1}}"))
                .contains("slept");
    }

    @Test
    void acceptsNotifications() {
        assertThat(call("/mcp", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .answer())
                .isEqualTo("202 ");
    }

    @Test
    void knowsNoStreamThatNobodyOpened() {
        assertThat(call("/messages?sessionId=none", request("ping", "{}")).answer())
                .isEqualTo("404 ");
    }

    @Test
    void refusesWhatIsNoMessage() {
        assertThat(call("/mcp", "{").answer()).isEqualTo("400 ");
        assertThat(call("/mcp", "[]").answer()).isEqualTo("400 ");
        assertThat(call("/other", "{}").answer()).isEqualTo("404 ");
        assertThat(answer("no/such", "{}")).contains("-32601");
    }

    @Test
    void ownDriverCountsEveryAnswer() throws InterruptedException {
        HttpCall echo = call("/mcp", request("tools/call", "{\"name\":\"echo\",\"arguments\":{\"message\":\"x\"}}"));
        try (NettyDriver driver = new NettyDriver()) {
            Measurement good = driver.run(echo, 4, Duration.ofMillis(300));
            assertThat(good.errors()).isZero();
            assertThat(good.calls()).isPositive();
            assertThat(good.p50()).isPositive().isLessThanOrEqualTo(good.p99());
            Measurement bad = driver.run(call("/other", "{}"), 2, Duration.ofMillis(100));
            assertThat(bad.calls()).isZero();
            assertThat(bad.errors()).isPositive();
        }
    }

    private String answer(String method, String params) {
        return call("/mcp", request(method, params)).answer();
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    private HttpCall call(String path, String body) {
        return new HttpCall(URI.create("http://127.0.0.1:" + server.port() + path), body, "");
    }
}
