package io.mehari.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of a server that speaks HTTP+SSE. */
class SseFaultIT {
    private static final ObjectNode NONE = Json.object();
    private HttpFixture fixture = new HttpFixture();
    private final AtomicInteger executed = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private volatile HttpExchange stream;
    private volatile long lastCall;
    private volatile String endpoint = "/messages?session=1";
    private final AtomicInteger pings = new AtomicInteger();
    private volatile boolean answers = true;
    private volatile boolean answersPing = true;
    private volatile int status = 202;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/sse", this::open);
        server.createContext("/messages", this::message);
        server.start();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void callsAndIsAnsweredOnTheStream() throws Exception {
        assertThat(HttpFixture.echo(ready(), "x")).isEqualTo("ok");
    }

    @Test
    void callWhoseStreamIsLostIsUnknownAndTheNextOneGoesThrough() throws Exception {
        Upstream upstream = ready();
        answers = false;
        UpstreamCall call = HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT).until(() -> executed.get() == 1);
        answers = true;
        stream.close();
        Failed failure = HttpFixture.failure(call);
        assertThat(failure.outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        HttpFixture.awaitState(upstream, UpstreamState.READY);
        assertThat(HttpFixture.echo(upstream, "x")).isEqualTo("ok");
        assertThat(executed).hasValue(2);
    }

    @Test
    void refusedMessageIsABadUpstream() throws Exception {
        Upstream upstream = ready();
        status = 500;
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        status = 202;
        assertThat(HttpFixture.echo(upstream, "x")).isEqualTo("ok");
        assertThat(upstream.status().restarts()).isZero();
    }

    @Test
    void answerThatIsNoJsonIsABadUpstreamForItsCallAlone() throws Exception {
        Upstream upstream = ready();
        answers = false;
        UpstreamCall other = HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT).until(() -> executed.get() == 1);
        UpstreamCall call = HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT).until(() -> executed.get() == 2);
        write("data: {\"jsonrpc\":\"2.0\",\"id\":" + lastCall + ",\"result\":{\"content\":[{\"te\n\n");
        Failed failure = HttpFixture.failure(call);
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("not valid JSON");
        assertThat(other.result()).isNotDone();
        assertThat(upstream.status().restarts()).isZero();
    }

    @Test
    void eventThatIsNoJsonAndShowsNoIdIsSkipped() throws Exception {
        Upstream upstream = ready();
        write("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/mess\n\ndata: <html>\n\n");
        assertThat(HttpFixture.echo(upstream, "x")).isEqualTo("ok");
        assertThat(upstream.status().restarts()).isZero();
    }

    @Test
    void addressOfAnotherOriginIsRefused() {
        endpoint = "http://127.0.0.1:1/messages";
        Upstream upstream = fixture.upstream(url(), Transport.SSE);
        upstream.start();
        HttpFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().lastError().orElseThrow()).contains("another origin");
        assertThat(executed).hasValue(0);
    }

    @Test
    void quietServerIsAskedForASignOfLifeBeforeACall() throws Exception {
        checkAlways(Duration.ofSeconds(20));
        assertThat(HttpFixture.echo(ready(), "x")).isEqualTo("ok");
        assertThat(pings).hasValue(1);
    }

    @Test
    void callToAServerThatFrozeIsNotSent() throws Exception {
        checkAlways(Duration.ofMillis(300));
        Upstream upstream = ready();
        answersPing = false;
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(upstream.status().lastError().orElseThrow())
                .contains("did not answer a liveness check within 0.3 s");
        assertThat(executed).hasValue(0);
    }

    @Test
    void serverThatWorksOnACallIsNotAsked() throws Exception {
        checkAlways(Duration.ofSeconds(20));
        Upstream upstream = ready();
        answers = false;
        HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT).until(() -> executed.get() == 1);
        answersPing = false;
        HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT).until(() -> executed.get() == 2);
        assertThat(pings).hasValue(1);
        assertThat(upstream.status().inFlight()).isEqualTo(2);
    }

    private void checkAlways(Duration within) throws Exception {
        fixture.close();
        fixture = new HttpFixture(ServerLimits.alwaysCheck(within));
    }

    private Upstream ready() {
        return fixture.ready(url(), Transport.SSE);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/sse";
    }

    private void open(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        stream = exchange;
        write("event: endpoint\ndata: " + endpoint + "\n\n");
    }

    private void message(HttpExchange exchange) throws IOException {
        ObjectNode message = (ObjectNode) Json.read(exchange.getRequestBody());
        String method = message.path("method").asText();
        boolean call = method.equals("tools/call");
        // As it was when the message came: what the test does once it has seen the call holds for the next one
        boolean answered = answers;
        int code = call ? status : 202;
        exchange.sendResponseHeaders(code, -1);
        exchange.close();
        boolean taken = call && code == 202;
        if (taken) {
            lastCall = message.path("id").asLong();
            executed.incrementAndGet();
        }
        boolean ping = method.equals("ping");
        if (ping) {
            pings.incrementAndGet();
        }
        if (ping ? answersPing : message.has("id") && (!call || (answered && taken))) {
            write("data: {\"jsonrpc\":\"2.0\",\"id\":" + message.path("id") + ",\"result\":" + resultOf(method)
                    + "}\n\n");
        }
    }

    private static String resultOf(String method) {
        return switch (method) {
            case "initialize" -> "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{}}";
            case "tools/list" -> "{\"tools\":[{\"name\":\"run\",\"inputSchema\":{}}]}";
            default -> "{\"content\":[{\"type\":\"text\",\"text\":\"ok\"}]}";
        };
    }

    private synchronized void write(String text) throws IOException {
        OutputStream out = stream.getResponseBody();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
