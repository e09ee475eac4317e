package io.mehari.upstream.http;

import static io.mehari.upstream.http.FaultyHttpServer.answerTo;
import static io.mehari.upstream.http.FaultyHttpServer.raw;
import static io.mehari.upstream.http.FaultyHttpServer.status;
import static io.mehari.upstream.http.FaultyHttpServer.stream;
import static io.mehari.upstream.http.FaultyHttpServer.toolsFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.http.FaultyHttpServer.Answer;
import io.mehari.upstream.http.FaultyHttpServer.Request;
import io.mehari.upstream.http.client.HttpLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls over HTTP+SSE of which nothing had left when their event stream ended: they may be sent again. */
class SseUnsentIT {
    private static final ObjectNode NONE = Json.object();
    private static final String ACCEPTED = "202 Accepted";
    private static final String CLOSING = "Connection: close\r\n";

    private final List<Request> streams = new CopyOnWriteArrayList<>();
    private volatile Answer onCall = this::result;
    private volatile Answer onPing = this::result;
    private FaultyHttpServer server;
    private HttpFixture fixture;

    @BeforeEach
    void start() throws IOException {
        server = new FaultyHttpServer(0, this::answer);
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
        server.close();
    }

    @Test
    void callWhosePostWaitsForItsConnectionIsSentOnTheNextStream() throws Exception {
        Upstream upstream = ready(HttpLimits.DEFAULTS);
        server.swallowConnects();
        UpstreamCall call = HttpFixture.call(upstream, "run", NONE);
        cutStream();
        awaitLost(upstream);
        server.acceptAgain();
        HttpFixture.result(call);
        assertThat(server.calls()).hasSize(1);
        assertThat(streams).hasSize(2);
    }

    @Test
    void callThatWaitedForItsConnectionWasNotSentWhereThereIsNoNextStream() throws Exception {
        Upstream upstream = ready(HttpLimits.DEFAULTS);
        server.swallowConnects();
        UpstreamCall call = HttpFixture.call(upstream, "run", NONE);
        cutStream();
        awaitLost(upstream);
        server.down();
        Failed failure = HttpFixture.failure(call);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failure.message()).contains("the call was not sent");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void callWhosePostWaitsForItsConnectionWasNotSentWhenTheGatewayStops() throws Exception {
        Upstream upstream = ready(HttpLimits.DEFAULTS);
        server.swallowConnects();
        UpstreamCall call = HttpFixture.call(upstream, "run", NONE);
        upstream.stop().get(HttpFixture.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(HttpFixture.failure(call).outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void callThatWaitsBehindAnotherIsSentOnTheNextStreamAndTheOtherIsUnknown() throws Exception {
        Upstream upstream = ready(ServerLimits.connections(1, 10));
        onCall = (request, out) -> server.release.await();
        UpstreamCall posted = HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT).until(() -> server.calls().size() == 1);
        UpstreamCall queued = HttpFixture.call(upstream, "run", NONE);
        onCall = this::result;
        cutStream();
        assertThat(HttpFixture.failure(posted).outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        HttpFixture.result(queued);
        assertThat(server.calls()).hasSize(2);
    }

    @Test
    void callThatWaitsForASignOfLifeIsSentOnTheNextStream() throws Exception {
        Upstream upstream = ready(ServerLimits.alwaysCheck(HttpFixture.LIMIT));
        onPing = (request, out) -> status(out, ACCEPTED, "", "");
        UpstreamCall call = HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT)
                .until(() -> server.requests.stream()
                        .anyMatch(request -> request.rpc().equals("ping")));
        onPing = this::result;
        cutStream();
        HttpFixture.result(call);
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void postThatIsNeverAnsweredMakesRoomWhenItsCallIsGivenUp() throws Exception {
        Upstream upstream = ready(ServerLimits.connections(1, 10));
        onCall = (request, out) -> server.release.await();
        UpstreamCall first = HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT).until(() -> server.calls().size() == 1);
        onCall = this::result;
        UpstreamCall second = HttpFixture.call(upstream, "run", NONE);
        first.cancel("nobody waits");
        HttpFixture.result(second);
        assertThat(server.calls()).hasSize(2);
    }

    @Test
    void callGivenUpWhileItsPostWaitsForAConnectionIsNotCancelledAtTheServer() throws Exception {
        Upstream upstream = ready(HttpLimits.DEFAULTS);
        server.swallowConnects();
        HttpFixture.call(upstream, "run", NONE).cancel("nobody waits");
        server.acceptAgain();
        HttpFixture.result(HttpFixture.call(upstream, "run", NONE));
        assertThat(server.calls()).hasSize(1);
        assertThat(server.requests).noneMatch(request -> request.rpc().equals("notifications/cancelled"));
    }

    private Upstream ready(HttpLimits limits) {
        fixture = new HttpFixture(limits);
        Upstream upstream = fixture.ready(server.url(), Transport.SSE);
        await().atMost(HttpFixture.LIMIT)
                .until(() -> server.requests.stream()
                        .anyMatch(request -> request.rpc().equals("notifications/initialized")));
        HttpFixture.awaitState(upstream, UpstreamState.READY);
        return upstream;
    }

    private static void awaitLost(Upstream upstream) {
        await().atMost(HttpFixture.LIMIT)
                .until(() -> upstream.status().lastError().isPresent());
    }

    private void cutStream() throws IOException {
        streams.get(streams.size() - 1).socket().shutdownOutput();
    }

    private void answer(Request request, OutputStream out) throws Exception {
        if (request.method().equals("GET")) {
            streams.add(request);
            stream(out);
            raw(out, "event: endpoint\ndata: /messages\n\n");
            return;
        }
        switch (request.rpc()) {
            case "tools/call" -> onCall.write(request, out);
            case "ping" -> onPing.write(request, out);
            default -> result(request, out);
        }
    }

    /** Each POST has a connection of its own, so that none is left over for the next. */
    private void result(Request request, OutputStream out) throws IOException {
        status(out, ACCEPTED, CLOSING, "");
        request.socket().shutdownOutput();
        if (request.message().has("id")) {
            raw(streams.get(streams.size() - 1).socket().getOutputStream(), "data: " + answerOf(request) + "\n\n");
        }
    }

    private String answerOf(Request request) {
        return switch (request.rpc()) {
            case "initialize" -> server.identityFor(request.id());
            case "tools/list" -> toolsFor(request.id());
            default -> answerTo(request.id(), "ok");
        };
    }
}
