package io.mehari.upstream.http;

import static io.mehari.upstream.http.FaultyHttpServer.answerTo;
import static io.mehari.upstream.http.FaultyHttpServer.raw;
import static io.mehari.upstream.http.FaultyHttpServer.status;
import static io.mehari.upstream.http.FaultyHttpServer.toolsFor;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ClientHeaders;
import io.mehari.call.Outcome;
import io.mehari.call.ProgressListener;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.http.FaultyHttpServer.Answer;
import io.mehari.upstream.http.FaultyHttpServer.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of a POST over HTTP+SSE that is not simply accepted, and of addresses that are not quite right. */
class SseAnswersIT {
    private static final ObjectNode NONE = Json.object();

    private final HttpFixture fixture = new HttpFixture();
    private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
    private FaultyHttpServer server;
    private volatile String endpoint = "/messages?session=1";
    private volatile String served = "/messages";
    private volatile Answer onCall = (request, out) -> accept(request, out, answerTo(request.id(), "ok"));
    private volatile Answer onPing = (request, out) -> accept(request, out, answerTo(request.id(), "pong"));

    @BeforeEach
    void start() throws IOException {
        server = new FaultyHttpServer(0, this::answer);
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"200 OK", "202 Accepted", "404 Not Found", "429 Too Many Requests", "500 Oops", "307 Moved"})
    void anAnswerInTheResponseIsTheAnswerWhateverItsStatus(String status) throws Exception {
        Upstream upstream = ready("/sse");
        int length = status.startsWith("307") ? 1_000 : 100_000;
        onCall = (request, out) -> {
            server.run(request);
            status(out, status, "Location: /elsewhere\r\n", answerTo(request.id(), "y".repeat(length)));
        };
        assertThat(HttpFixture.result(HttpFixture.call(upstream, "run", NONE))
                        .at("/content/0/text")
                        .asText())
                .hasSize(length);
        assertThat(server.executed).hasValue(1);
        assertThat(streams).hasSize(1);
    }

    @Test
    void a404InASessionThatTheServerKnowsIsNoReasonToSendAgain() throws Exception {
        Upstream upstream = ready("/sse");
        onCall = (request, out) -> {
            server.run(request);
            status(out, "404 Not Found", "", "no such tool");
        };
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message())
                .contains("404", "no such tool", "/messages")
                .doesNotContain("session=1");
        assertThat(server.executed).hasValue(1);
        assertThat(streams).hasSize(1);
    }

    @Test
    void theSecondRefusalOfASessionIsNotCalledNeverSent() throws Exception {
        Upstream upstream = ready("/sse");
        onPing = (request, out) -> status(out, "404 Not Found", "", "");
        onCall = (request, out) -> status(out, "404 Not Found", "", "gone");
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("404", "gone").doesNotContain("not sent", "did not run");
        assertThat(server.calls()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proxy/a", "/proxy"})
    void aPrefixThatTheServerDoesNotKnowIsFound(String prefix) throws Exception {
        served = prefix + "/messages";
        Upstream upstream = ready("/proxy/a/sse");
        HttpFixture.result(HttpFixture.call(upstream, "run", NONE));
        assertThat(server.calls().get(0).path()).isEqualTo(prefix + "/messages?session=1");
    }

    @Test
    void anAddressThatServesNothingIsNamed() {
        served = "/nowhere";
        Upstream upstream = fixture.upstream("http://127.0.0.1:" + server.port() + "/proxy/sse", Transport.SSE);
        upstream.start();
        HttpFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().lastError().orElseThrow())
                .contains("http://127.0.0.1:" + server.port() + "/proxy/messages", "404", "a prefix may be missing")
                .doesNotContain("session=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"event: result\n", "event: error\n", "data: 1\n\ndata: ping\n\ndata: {}\n\n"})
    void anAnswerIsFoundWhateverStandsAroundIt(String before) throws Exception {
        Upstream upstream = ready("/sse");
        onCall = (request, out) -> {
            status(out, "202 Accepted", "", "");
            raw(stream(), before + "data: " + answerTo(request.id(), "ok") + "\n\n");
        };
        HttpFixture.result(HttpFixture.call(upstream, "run", NONE));
        assertThat(upstream.status().restarts()).isZero();
    }

    @Test
    void anEventOverTheLimitCostsItsCallAndNotTheConnection() throws Exception {
        Upstream upstream = ready("/sse");
        CountDownLatch written = new CountDownLatch(1);
        onCall = (request, out) -> {
            status(out, "202 Accepted", "", "");
            raw(stream(), "data: {\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{\"a\":\"");
            String megabyte = "x".repeat(1024 * 1024);
            for (int i = 0; i < 34; i++) {
                raw(stream(), megabyte);
            }
            raw(stream(), "\"}}\n\n");
            written.countDown();
        };
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("the limit");
        assertThat(written.await(20, TimeUnit.SECONDS)).isTrue(); // the next answer goes on the same stream
        onCall = (request, out) -> accept(request, out, answerTo(request.id(), "ok"));
        HttpFixture.result(HttpFixture.call(upstream, "run", NONE));
        assertThat(upstream.status().restarts()).isZero();
    }

    @Test
    void headersOfTheCallerGoWithTheirCallAlone() throws Exception {
        Upstream upstream = ready("/sse");
        ClientHeaders anna = ClientHeaders.of(Map.of("x-user", "anna"));
        upstream.callTool("run", NONE, anna, ProgressListener.NONE).result().get(20, TimeUnit.SECONDS);
        upstream.callTool("run", NONE, ProgressListener.NONE).result().get(20, TimeUnit.SECONDS);
        assertThat(server.calls())
                .extracting(request -> request.header("x-user"))
                .containsExactly("anna", null);
        assertThat(server.requests)
                .filteredOn(request -> "anna".equals(request.header("x-user")))
                .hasSize(1);
    }

    private Upstream ready(String path) {
        return fixture.ready("http://127.0.0.1:" + server.port() + path, Transport.SSE);
    }

    private OutputStream stream() {
        return streams.get(streams.size() - 1);
    }

    private void answer(Request request, OutputStream out) throws Exception {
        if (request.method().equals("GET")) {
            streams.add(out);
            FaultyHttpServer.stream(out);
            raw(out, "event: endpoint\ndata: " + endpoint + "\n\n");
        } else if (!request.path().startsWith(served + "?")) {
            status(out, "404 Not Found", "", "");
        } else {
            message(request, out);
        }
    }

    private void message(Request request, OutputStream out) throws Exception {
        switch (request.rpc()) {
            case "initialize" -> accept(request, out, server.identityFor(request.id()));
            case "tools/list" -> accept(request, out, toolsFor(request.id()));
            case "tools/call" -> onCall.write(request, out);
            case "ping" -> onPing.write(request, out);
            default -> status(out, "202 Accepted", "", "");
        }
    }

    private void accept(Request request, OutputStream out, String event) throws IOException {
        status(out, "202 Accepted", "", "");
        raw(stream(), "data: " + event + "\n\n");
    }
}
