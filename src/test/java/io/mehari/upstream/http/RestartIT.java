package io.mehari.upstream.http;

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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection to an HTTP server that is made anew by request. */
class RestartIT {
    private static final ObjectNode NONE = Json.object();
    private static final int MORE_THAN_IDLE_CONNECTIONS = 10;
    private final HttpFixture fixture = new HttpFixture(ServerLimits.stopGrace(HttpFixture.LIMIT));
    private FaultyHttpServer server;

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
    void theOldSessionEndsAndTheNextCallHasANewOne() throws Exception {
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        restart(upstream);
        HttpFixture.result(HttpFixture.call(upstream, "run", NONE));
        assertThat(server.requests)
                .anyMatch(request -> request.method().equals("DELETE")
                        && request.header("mcp-session-id").equals("s1"));
        assertThat(server.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.header("mcp-session-id")).isEqualTo("s2"));
        assertThat(upstream.status().restarts()).isEqualTo(1);
    }

    @Test
    void aCallInFlightIsAnsweredAndRunsOnce() throws Exception {
        server.onCall = (request, out) -> {
            server.release.await();
            server.result(request, out, "ok");
        };
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        UpstreamCall call = HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT).until(() -> server.calls().size() == 1);
        CompletableFuture<Void> restarted = upstream.restart();
        server.release.countDown();
        HttpFixture.result(call);
        restarted.get(HttpFixture.LIMIT.toSeconds(), TimeUnit.SECONDS);
        HttpFixture.awaitState(upstream, UpstreamState.READY);
        assertThat(server.executed).hasValue(1);
    }

    @Test
    void aCallThatWaitsForItsConnectionIsNotSentAndThoseInFlightAreAnswered() throws Exception {
        server.onCall = (request, out) -> {
            server.release.await();
            server.result(request, out, "ok");
        };
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        List<UpstreamCall> inFlight = new ArrayList<>();
        do { // until no connection is idle, on which the next call would go out
            inFlight.add(HttpFixture.call(upstream, "run", NONE));
            await().atMost(HttpFixture.LIMIT).until(() -> server.calls().size() == inFlight.size());
        } while (inFlight.size() < MORE_THAN_IDLE_CONNECTIONS || server.connections() > inFlight.size());
        server.swallowConnects();
        UpstreamCall waiting = HttpFixture.call(upstream, "run", NONE);
        CompletableFuture<Void> restarted = upstream.restart();
        Failed failure = HttpFixture.failure(waiting);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failure.message()).contains("before the call was sent");
        server.release.countDown();
        for (UpstreamCall call : inFlight) {
            HttpFixture.result(call);
        }
        server.acceptAgain();
        restarted.get(HttpFixture.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(server.executed).hasValue(inFlight.size());
    }

    @Test
    void aServerThatIsBackIsConnectedWithoutWaitingForTheNextAttempt() throws Exception {
        server.onInitialize =
                (request, out) -> FaultyHttpServer.status(out, "429 Too Many Requests", "Retry-After: 3600\r\n", "");
        Upstream upstream = fixture.upstream(server.url(), Transport.STREAMABLE_HTTP);
        upstream.start();
        HttpFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().nextAttempt()).isPresent();
        assertThat(upstream.status().attempts()).isPositive();
        server.onInitialize = server::initialize;
        restart(upstream);
        assertThat(upstream.status().nextAttempt()).isEmpty();
    }

    private static void restart(Upstream upstream) throws Exception {
        upstream.restart().get(HttpFixture.LIMIT.toSeconds(), TimeUnit.SECONDS);
        HttpFixture.awaitState(upstream, UpstreamState.READY);
    }
}
