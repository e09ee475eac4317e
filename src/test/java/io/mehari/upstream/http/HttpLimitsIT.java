package io.mehari.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamSettings.Pool;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.http.client.HttpLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bounds and the check of a quiet server. */
class HttpLimitsIT {
    private static final ObjectNode NONE = Json.object();
    private FaultyHttpServer server;
    private HttpFixture fixture;

    @BeforeEach
    void start() throws IOException {
        server = new FaultyHttpServer();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
        server.close();
    }

    @Test
    void callToAServerThatFrozeIsNotSentBeforeItsSignOfLife() throws Exception {
        Upstream upstream = ready(ServerLimits.alwaysCheck(Duration.ofMillis(300)));
        server.onPing = (request, out) -> server.release.await();
        server.onInitialize = (request, out) -> server.release.await();
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(upstream.status().lastError().orElseThrow())
                .contains("did not answer a liveness check within 0.3 s");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void answerToAnotherRequestIsNoSignOfLife() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.onGet = (request, out) -> {
            asked.await();
            FaultyHttpServer.status(out, "405 Method Not Allowed", "", "");
        };
        Upstream upstream = ready(ServerLimits.alwaysCheck(Duration.ofMillis(300)));
        server.onPing = (request, out) -> {
            asked.countDown();
            server.release.await();
        };
        server.onInitialize = (request, out) -> server.release.await();
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void callsWaitForOneCheckAndAreThenSent() throws Exception {
        Upstream upstream = ready(ServerLimits.alwaysCheck(Duration.ofSeconds(20)));
        server.onPing = (request, out) -> {
            server.release.await();
            FaultyHttpServer.status(out, "405 Method Not Allowed", "", "no ping here");
        };
        List<UpstreamCall> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(HttpFixture.call(upstream, "run", NONE));
        }
        await().atMost(HttpFixture.LIMIT)
                .until(() -> server.requests.stream()
                        .anyMatch(request -> request.rpc().equals("ping")));
        assertThat(server.calls()).isEmpty();
        server.release.countDown();
        for (UpstreamCall call : calls) {
            HttpFixture.result(call);
        }
        assertThat(server.requests.stream().filter(request -> request.rpc().equals("ping")))
                .hasSize(1);
        assertThat(upstream.status().restarts()).isZero();
    }

    @Test
    void callsBeyondTheConnectionsWaitAndBeyondTheQueueAreRefused() throws Exception {
        Upstream upstream = ready(ServerLimits.connections(2, 1));
        server.onCall = (request, out) -> {
            server.release.await();
            server.result(request, out, "ok");
        };
        List<UpstreamCall> accepted = List.of(
                HttpFixture.call(upstream, "run", NONE),
                HttpFixture.call(upstream, "run", NONE),
                HttpFixture.call(upstream, "run", NONE));
        Failed refused = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(refused.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(refused.upstreamDown()).isFalse();
        await().atMost(HttpFixture.LIMIT).until(() -> server.calls().size() == 2);
        server.release.countDown();
        for (UpstreamCall call : accepted) {
            HttpFixture.result(call);
        }
        assertThat(server.executed).hasValue(3);
    }

    @Test
    void aServerMayHaveAsManyConnectionsAsItsPoolSays() throws Exception {
        fixture = new HttpFixture(ServerLimits.connections(2, 10));
        Upstream upstream = fixture.upstream(server.url(), new Pool(1, 3));
        upstream.start();
        HttpFixture.awaitState(upstream, UpstreamState.READY);
        server.onCall = (request, out) -> {
            server.release.await();
            server.result(request, out, "ok");
        };
        List<UpstreamCall> calls = List.of(
                HttpFixture.call(upstream, "run", NONE),
                HttpFixture.call(upstream, "run", NONE),
                HttpFixture.call(upstream, "run", NONE),
                HttpFixture.call(upstream, "run", NONE));
        await().atMost(HttpFixture.LIMIT).until(() -> server.calls().size() == 3);
        server.release.countDown();
        for (UpstreamCall call : calls) {
            HttpFixture.result(call);
        }
        assertThat(server.executed).hasValue(4);
    }

    @Test
    void callThatIsCancelledWhileItWaitsIsNeverSent() throws Exception {
        Upstream upstream = ready(ServerLimits.connections(1, 10));
        server.onCall = (request, out) -> {
            server.release.await();
            server.result(request, out, "ok");
        };
        UpstreamCall first = HttpFixture.call(upstream, "run", NONE);
        UpstreamCall waiting = HttpFixture.call(upstream, "run", NONE);
        UpstreamCall last = HttpFixture.call(upstream, "run", NONE);
        waiting.cancel("nobody waits");
        server.release.countDown();
        HttpFixture.result(first);
        HttpFixture.result(last);
        assertThat(server.executed).hasValue(2);
        assertThat(waiting.result()).isNotDone();
    }

    private Upstream ready(HttpLimits limits) {
        fixture = new HttpFixture(limits);
        Upstream upstream = fixture.upstream(server.url(), Transport.STREAMABLE_HTTP);
        upstream.start();
        HttpFixture.awaitState(upstream, UpstreamState.READY);
        return upstream;
    }
}
