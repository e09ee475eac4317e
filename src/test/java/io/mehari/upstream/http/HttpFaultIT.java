package io.mehari.upstream.http;

import static io.mehari.upstream.http.FaultyHttpServer.answerTo;
import static io.mehari.upstream.http.FaultyHttpServer.json;
import static io.mehari.upstream.http.FaultyHttpServer.raw;
import static io.mehari.upstream.http.FaultyHttpServer.status;
import static io.mehari.upstream.http.FaultyHttpServer.stream;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fault matrix: what each fault of a server ends in, and that no call ever runs twice. */
class HttpFaultIT {
    private static final ObjectNode NONE = Json.object();
    private final HttpFixture fixture = new HttpFixture(ServerLimits.reopenBase(Duration.ofMillis(20)));
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
    void refusedConnectionIsNeverSent() throws Exception {
        Upstream upstream = ready();
        server.leave();
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failure.upstreamDown()).isTrue();
        assertThat(failure.message()).contains("refuses connections");
        assertThat(server.executed).hasValue(0);
    }

    @Test
    void hostNameThatIsGoneIsNeverSent() throws Exception {
        Upstream upstream = fixture.upstream("http://no-such-host.invalid/mcp", Transport.STREAMABLE_HTTP);
        upstream.start();
        HttpFixture.awaitState(upstream, UpstreamState.WAITING);
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failure.message()).contains("no-such-host.invalid").contains("resolved");
    }

    @Test
    void resetBeforeTheHeadersIsUnknown() throws Exception {
        assertUnknown((request, out) -> {
            server.executed.incrementAndGet();
            throw new IOException("reset");
        });
    }

    @Test
    void resetWithinTheHeadersIsUnknown() throws Exception {
        assertUnknown((request, out) -> {
            server.executed.incrementAndGet();
            raw(out, "HTTP/1.1 200 OK\r\nContent-Ty");
            throw new IOException("reset");
        });
    }

    @Test
    void resetWithinTheBodyIsUnknown() throws Exception {
        assertUnknown((request, out) -> {
            server.executed.incrementAndGet();
            raw(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"json");
            throw new IOException("reset");
        });
    }

    @Test
    void aConnectionLostWithItsCallShowsThatTheServerIsGone() throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            server.executed.incrementAndGet();
            server.down();
        };
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        HttpFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(server.executed).hasValue(1);
    }

    @Test
    void aConnectionLostWithItsCallKeepsTheSessionOfAServerThatIsThere() throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            throw new IOException("reset");
        };
        for (int time = 0; time < 3; time++) {
            HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        }
        await().untilAsserted(() ->
                assertThat(server.requests).anyMatch(request -> request.rpc().equals("ping")));
        assertGoesOn();
        assertThat(upstream.status().restarts()).isZero();
        assertThat(server.initialized).hasValue(1);
    }

    @Test
    void streamThatIsCutWithoutAnEventIdIsUnknown() throws Exception {
        assertUnknown((request, out) -> {
            server.executed.incrementAndGet();
            stream(out);
            raw(out, ": hello\n\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n");
            throw new IOException("cut");
        });
    }

    @Test
    void streamThatEndsWithoutAnAnswerIsUnknown() throws Exception {
        assertUnknown((request, out) -> {
            server.executed.incrementAndGet();
            stream(out);
            request.socket().shutdownOutput();
        });
    }

    private void assertUnknown(Answer fault) throws Exception {
        Failed failure = callWith(fault);
        assertThat(failure.outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(failure.message()).contains("may have run");
        assertThat(server.executed).hasValue(1);
        assertThat(server.calls()).hasSize(1);
        assertGoesOn();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"400 Bad Request", "500 Internal Server Error", "502 Bad Gateway", "503 Service Unavailable"})
    void refusalIsABadUpstreamWithItsErrorAndKeepsTheSession(String status) throws Exception {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"no way\"}}";
        Failed failure = callWith((request, out) -> status(out, status, "Content-Type: application/json\r\n", body));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.upstreamError().orElseThrow().path("code").asInt()).isEqualTo(-32600);
        assertThat(failure.message()).contains(status.substring(0, 3)).contains("no way");
        assertGoesOn();
        assertThat(server.initialized).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"401 Unauthorized", "403 Forbidden"})
    void refusedCredentialsNameTheHeaderAndNotItsValue(String status) throws Exception {
        Failed failure = callWith((request, out) -> status(out, status, "", ""));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message())
                .contains(status.substring(0, 3), "X-Secret")
                .doesNotContain("hush");
        assertGoesOn();
    }

    @Test
    void limitOfTheServerIsNeverRunAndSaysWhenToTryAgain() throws Exception {
        Failed failure = callWith((request, out) -> status(out, "429 Too Many Requests", "Retry-After: 7\r\n", ""));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
        failure = callWith((request, out) -> status(out, "429 Too Many Requests", "", ""));
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(1));
        assertGoesOn();
    }

    @Test
    void pageInsteadOfJsonIsABadUpstream() throws Exception {
        Failed failure =
                callWith((request, out) -> status(out, "200 OK", "Content-Type: text/html\r\n", "<html>login</html>"));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("text/html");
        assertGoesOn();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"resu",
                "[]",
                "7",
                "{}",
                "{\"jsonrpc\":\"2.0\",\"id\":999999,\"result\":{}}"
            })
    void answerThatIsNoneIsABadUpstream(String body) throws Exception {
        Failed failure = callWith((request, out) -> json(out, body));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertGoesOn();
    }

    @Test
    void answerToAnotherRequestReachesNobody() throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            server.release.await();
            server.result(request, out, "mine");
        };
        UpstreamCall slow = HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT).until(() -> server.calls().size() == 1);
        long slowId = server.calls().get(0).id();
        server.onCall = (request, out) -> json(out, answerTo(slowId, "somebody else's"));
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("another request");
        server.release.countDown();
        assertThat(HttpFixture.result(slow).at("/content/0/text").asText()).isEqualTo("mine");
    }

    @Test
    void secondAnswerIsDropped() throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            stream(out);
            raw(out, "data: " + answerTo(request.id(), "first") + "\n\n");
            raw(out, "data: " + answerTo(request.id(), "second") + "\n\n");
            request.socket().shutdownOutput();
        };
        assertThat(text(upstream)).isEqualTo("first");
        assertGoesOn();
    }

    @Test
    void answerOverTheLimitIsABadUpstream() throws Exception {
        Failed failure = callWith((request, out) -> {
            raw(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"a\":\"");
            String megabyte = "x".repeat(1024 * 1024);
            for (int i = 0; i < 34; i++) {
                raw(out, megabyte);
            }
        });
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("over the limit");
        assertGoesOn();
    }

    @Test
    void eventOverTheLimitIsABadUpstream() throws Exception {
        Failed failure = callWith((request, out) -> {
            stream(out);
            raw(out, "data: ");
            String megabyte = "x".repeat(1024 * 1024);
            for (int i = 0; i < 34; i++) {
                raw(out, megabyte);
            }
        });
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("the limit");
        assertGoesOn();
    }

    @Test
    void answerByteByByteArrives() throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            server.result(request, whole, "slowly grüß");
            for (byte one : whole.toByteArray()) {
                out.write(one);
                out.flush();
            }
        };
        assertThat(text(upstream)).isEqualTo("slowly grüß");
    }

    @Test
    void compressedAnswerIsRead() throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            assertThat(request.header("accept-encoding")).contains("gzip");
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(answerTo(request.id(), "packed").getBytes(StandardCharsets.UTF_8));
            }
            raw(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: "
                            + packed.size() + "\r\n\r\n");
            out.write(packed.toByteArray());
        };
        assertThat(text(upstream)).isEqualTo("packed");
    }

    @Test
    void blackHoleIsCancelledByItsCallerAndTheServerIsTold() throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> server.release.await();
        UpstreamCall call = HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT).until(() -> server.calls().size() == 1);
        call.cancel("took too long");
        await().atMost(HttpFixture.LIMIT).until(() -> server.requests.stream().anyMatch(HttpFaultIT::isCancellation));
        assertThat(call.result()).isNotDone();
        assertThat(upstream.status().inFlight()).isZero();
        assertGoesOn();
    }

    private static boolean isCancellation(Request request) {
        return request.rpc().equals("notifications/cancelled")
                && request.message().at("/params/reason").asText().equals("took too long");
    }

    @Test
    void redirectWithinTheOriginIsFollowed() throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            if (request.path().equals("/mcp")) {
                status(out, "307 Temporary Redirect", "Location: /elsewhere\r\n", "");
            } else {
                server.result(request, out, request.path() + " " + request.header("x-secret"));
            }
        };
        assertThat(text(upstream)).isEqualTo("/elsewhere hush");
        assertThat(server.executed).hasValue(1);
    }

    @Test
    void redirectToAnotherOriginIsRefused() throws Exception {
        try (FaultyHttpServer other = new FaultyHttpServer()) {
            Failed failure = callWith(
                    (request, out) -> status(out, "308 Permanent Redirect", "Location: " + other.url() + "\r\n", ""));
            assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
            assertThat(failure.message()).contains("another origin");
            assertThat(other.requests).isEmpty();
            assertGoesOn();
        }
    }

    @Test
    void forgottenSessionIsRenewedOnceForAllAndTheirCallsRunOnce() throws Exception {
        Upstream upstream = ready();
        server.sessions.clear();
        List<UpstreamCall> calls = IntStream.range(0, 50)
                .mapToObj(i -> HttpFixture.call(upstream, "run", NONE))
                .toList();
        for (UpstreamCall call : calls) {
            assertThat(HttpFixture.result(call).at("/content/0/text").asText()).isEqualTo("ok");
        }
        assertThat(server.executed).hasValue(50);
        assertThat(server.initialized).hasValue(2);
        assertThat(upstream.status().restarts()).isEqualTo(1);
    }

    @Test
    void sessionThatIsForgottenAgainAndAgainFailsTheCall() throws Exception {
        Upstream upstream = ready();
        server.onPing = (request, out) -> status(out, "404 Not Found", "", "");
        server.onCall = server.onPing;
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("does not know its own sessions");
        assertThat(server.calls()).hasSize(2);
        HttpFixture.awaitState(upstream, UpstreamState.READY);
        assertGoesOn(upstream);
    }

    @Test
    void streamThatIsCutIsTakenUpAfterItsLastEvent() throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            server.executed.incrementAndGet();
            stream(out);
            raw(out, "id: e1\nretry: 20\ndata:\n\n");
            request.socket().shutdownOutput();
        };
        server.onGet = (request, out) -> {
            stream(out);
            if ("e1".equals(request.header("last-event-id"))) {
                raw(out, "id: e2\ndata: " + answerTo(server.calls().get(0).id(), "resumed") + "\n\n");
            }
            request.socket().shutdownOutput();
        };
        assertThat(text(upstream)).isEqualTo("resumed");
        assertThat(server.executed).hasValue(1);
    }

    @Test
    void streamThatCannotBeTakenUpIsUnknown() throws Exception {
        assertUnknown((request, out) -> {
            server.executed.incrementAndGet();
            stream(out);
            raw(out, "id: e1\nretry: 20\ndata:\n\n");
            request.socket().shutdownOutput();
        });
    }

    @Test
    void streamThatNeverBringsAnythingNewIsGivenUp() throws Exception {
        server.onGet = (request, out) -> {
            stream(out);
            request.socket().shutdownOutput();
        };
        assertUnknown((request, out) -> {
            server.executed.incrementAndGet();
            stream(out);
            raw(out, "id: e1\nretry: 20\ndata:\n\n");
            request.socket().shutdownOutput();
        });
    }

    @Test
    void streamThatBringsNothingButTheSameIdIsGivenUp() throws Exception {
        server.onGet = (request, out) -> {
            stream(out);
            raw(out, "id: e1\nretry: 0\ndata:\n\n");
            request.socket().shutdownOutput();
        };
        assertUnknown((request, out) -> {
            server.executed.incrementAndGet();
            stream(out);
            raw(out, "id: e1\nretry: 0\ndata:\n\n");
            request.socket().shutdownOutput();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void answerWithALargeTreeIsReadOffTheEventLoops(String type) throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            server.release.await();
            String values = "1,".repeat(100_000) + "1";
            String answer =
                    "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{\"values\":[" + values + "]}}";
            boolean event = type.equals("text/event-stream");
            status(out, "200 OK", "Content-Type: " + type + "\r\n", event ? "data: " + answer + "\n\n" : answer);
        };
        UpstreamCall call = HttpFixture.call(upstream, "run", NONE);
        CompletableFuture<String> thread =
                call.result().thenApply(result -> Thread.currentThread().getName());
        server.release.countDown();
        assertThat(thread.get(HttpFixture.LIMIT.toSeconds(), TimeUnit.SECONDS)).startsWith("mehari-large");
        assertThat(HttpFixture.result(call).path("values")).hasSize(100_001);
    }

    @Test
    void serverMayAskAndTellWhileItAnswers() throws Exception {
        Upstream upstream = ready();
        List<ObjectNode> heard = new CopyOnWriteArrayList<>();
        server.onCall = (request, out) -> {
            stream(out);
            raw(
                    out,
                    "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progress\":1,"
                            + "\"progressToken\":" + request.message().at("/params/_meta/progressToken") + "}}\n\n");
            raw(out, "data: {\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"roots/list\"}\n\n");
            await().atMost(HttpFixture.LIMIT)
                    .until(() -> server.requests.stream().anyMatch(this::declines));
            raw(out, "data: " + answerTo(request.id(), "done") + "\n\n");
            request.socket().shutdownOutput();
        };
        UpstreamCall call = upstream.callTool("run", NONE, heard::add);
        assertThat(HttpFixture.result(call).at("/content/0/text").asText()).isEqualTo("done");
        assertThat(heard).hasSize(1);
    }

    private boolean declines(Request request) {
        return request.message().path("id").asText().equals("q")
                && request.message().at("/error/code").asInt() == -32601;
    }

    @Test
    void listensForChangesWhereTheServerOffersIt() throws Exception {
        server.onGet = (request, out) -> {
            stream(out);
            raw(
                    out,
                    "id: g1\nretry: 20\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n");
            request.socket().shutdownOutput();
        };
        ready();
        await().atMost(HttpFixture.LIMIT)
                .until(() ->
                        server.requests.stream().anyMatch(request -> "g1".equals(request.header("last-event-id"))));
        await().atMost(HttpFixture.LIMIT)
                .until(() -> server.requests.stream()
                                .filter(request -> request.rpc().equals("tools/list"))
                                .count()
                        >= 2);
    }

    @Test
    void restartIsNoticedOnTheOpenStreamBeforeAnyCall() throws Exception {
        server.onGet = (request, out) -> {
            stream(out);
            server.release.await();
        };
        Upstream upstream = ready();
        await().atMost(HttpFixture.LIMIT)
                .until(() -> server.requests.stream()
                        .anyMatch(request -> request.method().equals("GET")));
        server.down();
        await().atMost(HttpFixture.LIMIT).until(() -> upstream.state() != UpstreamState.READY);
        server.up();
        HttpFixture.awaitState(upstream, UpstreamState.READY);
        assertGoesOn(upstream);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
    void tellsVersionAndSessionAsTheNegotiatedVersionWants(String version) throws Exception {
        server.version = version;
        Upstream upstream = ready();
        text(upstream);
        Request call = server.calls().get(0);
        boolean headerKnown = !version.equals("2025-03-26");
        assertThat(call.header("mcp-protocol-version")).isEqualTo(headerKnown ? version : null);
        assertThat(call.header("mcp-session-id")).isEqualTo("s1");
        assertThat(call.header("accept")).isEqualTo("application/json, text/event-stream");
        assertThat(server.requests.get(0).header("mcp-protocol-version")).isNull();
    }

    @Test
    void endsItsSessionWhenStopped() throws Exception {
        Upstream upstream = ready();
        upstream.stop().get(10, TimeUnit.SECONDS);
        assertThat(server.sessions).isEmpty();
        assertThat(HttpFixture.failure(HttpFixture.call(upstream, "run", NONE)).outcome())
                .isEqualTo(Outcome.UNAVAILABLE);
    }

    @Test
    void callInFlightMayEndWhileTheUpstreamStops() throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            server.release.await();
            server.result(request, out, "just in time");
        };
        UpstreamCall call = HttpFixture.call(upstream, "run", NONE);
        await().atMost(HttpFixture.LIMIT).until(() -> server.calls().size() == 1);
        var stopped = upstream.stop();
        server.release.countDown();
        assertThat(HttpFixture.result(call).at("/content/0/text").asText()).isEqualTo("just in time");
        stopped.get(10, TimeUnit.SECONDS);
    }

    @Test
    void credentialsRefusedAtTheStartLeaveTheServerAloneForAWhile() throws Exception {
        server.onInitialize = (request, out) -> status(out, "401 Unauthorized", "", "");
        Upstream upstream = fixture.upstream(server.url(), Transport.STREAMABLE_HTTP);
        upstream.start();
        HttpFixture.awaitState(upstream, UpstreamState.WAITING);
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.message()).contains("401", "X-Secret");
        assertThat(failure.retryAfter().orElseThrow()).isGreaterThan(Duration.ofSeconds(5));
    }

    private Upstream ready() {
        return fixture.ready(server.url(), Transport.STREAMABLE_HTTP);
    }

    private Upstream current;

    private Failed callWith(Answer fault) throws Exception {
        if (current == null) {
            current = ready();
        }
        server.onCall = fault;
        return HttpFixture.failure(HttpFixture.call(current, "run", NONE));
    }

    /** The next call is answered, on the same upstream. */
    private void assertGoesOn() throws Exception {
        if (current != null) {
            assertGoesOn(current);
        }
    }

    private void assertGoesOn(Upstream upstream) throws Exception {
        server.onCall = (request, out) -> server.result(request, out, "ok");
        assertThat(text(upstream)).isEqualTo("ok");
    }

    private static String text(Upstream upstream) throws Exception {
        return HttpFixture.result(HttpFixture.call(upstream, "run", NONE))
                .at("/content/0/text")
                .asText();
    }
}
