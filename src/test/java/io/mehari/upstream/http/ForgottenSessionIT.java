package io.mehari.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.http.FaultyHttpServer.Answer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Servers that were restarted and answer 400, not 404, in the sessions of before: those of the TypeScript examples. */
class ForgottenSessionIT {
    private static final String FIRST_SESSION = "s1";

    private final HttpFixture fixture = new HttpFixture();
    private FaultyHttpServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = new FaultyHttpServer();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
        server.close();
    }

    @Test
    void callRefusedLikeAPingIsSentAgainInANewSession() throws Exception {
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        server.onCall = refusedInTheFirstSession((request, out) -> server.result(request, out, "ok"));
        server.onPing = refusedInTheFirstSession((request, out) -> server.result(request, out, "pong"));
        assertThat(HttpFixture.result(HttpFixture.call(upstream, "run", Json.object()))
                        .at("/content/0/text")
                        .asText())
                .isEqualTo("ok");
        assertThat(server.initialized).hasValue(2);
        assertThat(server.calls()).hasSize(2);
        assertThat(server.executed).hasValue(1);
    }

    @Test
    @DisplayName("S1.1: a ping whose connection is cut says nothing of the session: it is asked once more")
    void aPingThatIsCutIsAskedOnceMore() throws Exception {
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        AtomicInteger pings = new AtomicInteger();
        Answer refused = refusedInTheFirstSession((request, out) -> server.result(request, out, "pong"));
        server.onCall = refusedInTheFirstSession((request, out) -> server.result(request, out, "ok"));
        server.onPing = (request, out) -> {
            if (pings.incrementAndGet() == 1) {
                throw new IOException("cut");
            }
            refused.write(request, out);
        };
        assertThat(HttpFixture.result(HttpFixture.call(upstream, "run", Json.object()))
                        .at("/content/0/text")
                        .asText())
                .isEqualTo("ok");
        assertThat(pings).hasValue(2);
        assertThat(server.executed).hasValue(1);
    }

    @Test
    @DisplayName("S1.1: a server that cuts every ping is connected to anew, and is not said to have been quiet")
    void pingsThatAreAllCutEndTheConnection() throws Exception {
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        server.onCall = inTheFirstSession(BROKEN, (request, out) -> server.result(request, out, "ok"));
        server.onPing = inTheFirstSession(
                (request, out) -> {
                    throw new IOException("cut");
                },
                (request, out) -> server.result(request, out, "pong"));
        assertThat(HttpFixture.call(upstream, "run", Json.object()).result()).failsWithin(HttpFixture.LIMIT);
        await().atMost(HttpFixture.LIMIT)
                .untilAsserted(() -> assertThat(server.initialized).hasValue(2));
        assertThat(upstream.status().lastError().orElse(""))
                .contains("ended the connections of two liveness checks")
                .doesNotContain("quiet");
    }

    @Test
    @DisplayName("S1.1: a session in which everything is answered 500 is replaced, and the next call works")
    void sessionThatAnswersEverythingWith500IsReplaced() throws Exception {
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        server.onCall = inTheFirstSession(BROKEN, (request, out) -> server.result(request, out, "ok"));
        server.onPing = inTheFirstSession(BROKEN, (request, out) -> server.result(request, out, "pong"));
        assertThat(HttpFixture.call(upstream, "run", Json.object()).result()).failsWithin(HttpFixture.LIMIT);
        await().atMost(HttpFixture.LIMIT)
                .untilAsserted(() -> assertThat(server.initialized).hasValue(2));
        assertThat(HttpFixture.result(HttpFixture.call(upstream, "run", Json.object()))
                        .at("/content/0/text")
                        .asText())
                .isEqualTo("ok");
        assertThat(server.executed).hasValue(1);
    }

    @Test
    void sessionOfACallThatIsAnsweredWith500StaysWhereAPingIsAnswered() throws Exception {
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        AtomicInteger pings = new AtomicInteger();
        server.onPing = (request, out) -> {
            pings.incrementAndGet();
            server.result(request, out, "pong");
        };
        server.onCall = BROKEN;
        assertThat(HttpFixture.call(upstream, "run", Json.object()).result()).failsWithin(HttpFixture.LIMIT);
        await().atMost(HttpFixture.LIMIT).untilAsserted(() -> assertThat(pings).hasPositiveValue());
        server.onCall = (request, out) -> server.result(request, out, "ok");
        HttpFixture.result(HttpFixture.call(upstream, "run", Json.object()));
        assertThat(server.initialized).hasValue(1);
    }

    @Test
    void streamThatIsRefusedAfterItWasOpenBeginsANewSession() throws Exception {
        AtomicInteger streams = new AtomicInteger();
        Answer refused = refusedInTheFirstSession((request, out) -> FaultyHttpServer.stream(out));
        server.onGet = (request, out) -> {
            if (streams.incrementAndGet() > 1) {
                refused.write(request, out);
                return;
            }
            FaultyHttpServer.stream(out);
            throw new IOException("cut");
        };
        Upstream upstream = fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
        await().atMost(HttpFixture.LIMIT)
                .untilAsserted(() -> assertThat(fixture.states)
                        .containsSubsequence(UpstreamState.READY, UpstreamState.JOINING, UpstreamState.READY));
        assertThat(server.initialized.get()).isGreaterThanOrEqualTo(2);
        assertThat(upstream.status().lastError().orElse("")).contains("400");
    }

    private static final Answer BROKEN = (request, out) ->
            FaultyHttpServer.status(out, "500 Internal Server Error", "Content-Type: text/plain\r\n", "broken");

    private static Answer refusedInTheFirstSession(Answer otherwise) {
        return inTheFirstSession(
                (request, out) -> FaultyHttpServer.status(
                        out,
                        "400 Bad Request",
                        "Content-Type: application/json\r\n",
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"No valid session\"}}"),
                otherwise);
    }

    private static Answer inTheFirstSession(Answer refusal, Answer otherwise) {
        return (request, out) -> {
            if (FIRST_SESSION.equals(request.header("mcp-session-id"))) {
                refusal.write(request, out);
            } else {
                otherwise.write(request, out);
            }
        };
    }
}
