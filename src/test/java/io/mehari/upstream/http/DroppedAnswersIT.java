package io.mehari.upstream.http;

import static io.mehari.upstream.http.FaultyHttpServer.answerTo;
import static io.mehari.upstream.http.FaultyHttpServer.raw;
import static io.mehari.upstream.http.FaultyHttpServer.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.http.FaultyHttpServer.Answer;
import io.mehari.upstream.http.client.HttpLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers over HTTP ask the budget of held bytes, and give back what they took, however they end. */
class DroppedAnswersIT {
    private static final ObjectNode NONE = Json.object();
    private static final int BUDGET = 300_000;
    private static final int LARGE = 400_000;

    private final ByteBudget budget = new ByteBudget(BUDGET);
    private final HttpFixture fixture = new HttpFixture(HttpLimits.DEFAULTS.with(budget));
    private FaultyHttpServer server;
    private final SseSide sse = new SseSide(() -> server);

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
        server.close();
        assertThat(budget.held()).isZero();
    }

    @Test
    void aBodyThatIsTooMuchIsDroppedAndCostsNothingElse() throws Exception {
        server = new FaultyHttpServer();
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        assertDropped(upstream, (request, out) -> server.result(request, out, "x".repeat(LARGE)));
        assertGoesOn(upstream, (request, out) -> server.result(request, out, "ok"));
    }

    @Test
    void aTreeThatIsTooMuchIsDroppedThoughItsTextIsNot() throws Exception {
        server = new FaultyHttpServer();
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        String values = "[" + "1,".repeat(20_000) + "1]";
        assertDropped(upstream, (request, out) -> {
            server.run(request);
            FaultyHttpServer.json(
                    out, "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{\"values\":" + values + "}}");
        });
        assertGoesOn(upstream, (request, out) -> server.result(request, out, "ok"));
    }

    @Test
    void anEventThatIsTooMuchIsDroppedAndCostsNothingElse() throws Exception {
        server = new FaultyHttpServer();
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        assertDropped(upstream, (request, out) -> {
            server.run(request);
            stream(out);
            raw(out, "data: " + answerTo(request.id(), "x".repeat(LARGE)) + "\n\n");
            request.socket().shutdownOutput();
        });
        assertGoesOn(upstream, (request, out) -> server.result(request, out, "ok"));
    }

    @Test
    void anEventOfASharedStreamThatIsTooMuchIsLeftOutAndTheStreamGoesOn() throws Exception {
        server = new FaultyHttpServer(0, sse);
        sse.onCall = (request, out) -> raw(sse.events, "data: " + answerTo(request.id(), "ok") + "\n\n");
        Upstream upstream = fixture.ready(server.url(), Transport.SSE);
        sse.onCall = (request, out) -> {};
        UpstreamCall waiting = HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT).until(() -> server.calls().size() == 1);
        long waitingId = server.calls().get(0).id();
        sse.onCall = (request, out) -> raw(sse.events, "data: " + answerTo(request.id(), "x".repeat(LARGE)) + "\n\n");
        requireDropped(HttpFixture.failure(HttpFixture.call(upstream, "run", NONE)));
        raw(sse.events, "data: " + answerTo(waitingId, "ok") + "\n\n");
        HttpFixture.result(waiting);
        assertThat(upstream.status().restarts()).isZero();
    }

    @Test
    void aCallThatIsGivenUpHoldsNothing() throws Exception {
        server = new FaultyHttpServer();
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        for (String type : new String[] {"application/json", "text/event-stream"}) {
            server.onCall = (request, out) -> {
                raw(out, "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n");
                raw(out, "data: " + "x".repeat(100_000));
                server.release.await();
            };
            UpstreamCall call = HttpFixture.call(upstream, "run", NONE);
            await().atMost(HttpFixture.LIMIT).until(() -> budget.held() > 100_000);
            call.cancel("nobody waits");
            await().atMost(HttpFixture.LIMIT).until(() -> budget.held() == 0);
        }
    }

    private void assertDropped(Upstream upstream, Answer answer) throws Exception {
        server.onCall = answer;
        requireDropped(HttpFixture.failure(HttpFixture.call(upstream, "run", NONE)));
        assertThat(server.executed).hasValue(1);
        assertThat(budget.refusals()).isPositive();
    }

    private static void requireDropped(Failed failure) {
        assertThat(failure.outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(failure.upstreamDown()).isFalse();
        assertThat(failure.message()).contains("mehari.memory.max-held", String.valueOf(BUDGET));
    }

    private void assertGoesOn(Upstream upstream, Answer answer) throws Exception {
        server.onCall = answer;
        HttpFixture.result(HttpFixture.call(upstream, "run", NONE));
        assertThat(upstream.status().restarts()).isZero();
    }
}
