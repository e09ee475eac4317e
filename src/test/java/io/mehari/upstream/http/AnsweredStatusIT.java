package io.mehari.upstream.http;

import static io.mehari.upstream.http.FaultyHttpServer.answerTo;
import static io.mehari.upstream.http.FaultyHttpServer.raw;
import static io.mehari.upstream.http.FaultyHttpServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings.Transport;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A status says less than a body: what bears the id of the request is its answer, and nothing that was answered runs twice. */
class AnsweredStatusIT extends FaultyHttpTest {
    private static final ObjectNode NONE = Json.object();
    private static final String JSON = "Content-Type: application/json\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "307 Temporary Redirect",
                "400 Bad Request",
                "401 Unauthorized",
                "403 Forbidden",
                "404 Not Found",
                "410 Gone",
                "429 Too Many Requests",
                "500 Internal Server Error",
                "503 Service Unavailable"
            })
    void aResultIsTheAnswerWhateverItsStatus(String status) throws Exception {
        Upstream upstream = ready();
        answer(status, id -> answerTo(id, "ok"));
        assertThat(HttpFixture.result(HttpFixture.call(upstream, "run", NONE))
                        .at("/content/0/text")
                        .asText())
                .isEqualTo("ok");
        assertRanOnce(upstream);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 Bad Request", "404 Not Found", "429 Too Many Requests", "502 Bad Gateway"})
    void anErrorIsTheAnswerWhateverItsStatus(String status) throws Exception {
        Upstream upstream = ready();
        answer(status, id -> error(id, -32601, "no such tool"));
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.message()).contains("-32601", "no such tool");
        assertThat(failure.upstreamDown()).isFalse();
        assertRanOnce(upstream);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"jsonrpc\":\"2.0\",\"id\":%d}", "{\"id\":%d,\"error\":\"text\"}"})
    void whatBearsOurIdAndIsNeitherResultNorErrorIsABadAnswer(String body) throws Exception {
        Upstream upstream = ready();
        answer("404 Not Found", body::formatted);
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("neither a result nor an error");
        assertRanOnce(upstream);
    }

    @Test
    void aBrokenAnswerIsNoReasonToSendAgain() throws Exception {
        Upstream upstream = ready();
        answer("404 Not Found", id -> answerTo(id, "ok").substring(0, 40));
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertRanOnce(upstream);
    }

    @Test
    void anAnswerLongerThanWhatIsReadOfARefusalArrivesWhole() throws Exception {
        Upstream upstream = ready();
        answer("404 Not Found", id -> answerTo(id, "x".repeat(200_000)));
        assertThat(HttpFixture.result(HttpFixture.call(upstream, "run", NONE))
                        .at("/content/0/text")
                        .asText())
                .hasSize(200_000);
        assertRanOnce(upstream);
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "500 Internal Server Error", "308 Permanent Redirect"})
    void aRefusalWithoutEndIsReadNoFurtherThanItMustBe(String status) throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            server.run(request);
            raw(out, "HTTP/1.1 " + status + "\r\nLocation: /elsewhere\r\nConnection: close\r\n\r\n");
            String text = "<p>nothing here</p>".repeat(1_000);
            while (server.release.getCount() > 0) {
                raw(out, text);
            }
        };
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertRanOnce(upstream);
    }

    @Test
    void anAnswerOnAnEventStreamWithAnotherStatusIsTheAnswer() throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            server.run(request);
            status(
                    out,
                    "404 Not Found",
                    "Content-Type: text/event-stream\r\n",
                    "event: message\ndata: " + error(request.id(), -32601, "no such tool") + "\n\n");
        };
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.message()).contains("no such tool");
        assertRanOnce(upstream);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no such tool", "<html>nothing here</html>", "{\"detail\":\"Not Found\"}"})
    void a404InASessionThatTheServerKnowsIsAnAnswerToTheCall(String body) throws Exception {
        Upstream upstream = ready();
        answer("404 Not Found", id -> body);
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("404").doesNotContain("not sent");
        assertRanOnce(upstream);
    }

    @Test
    void theSecondRefusalOfASessionIsNotCalledNeverSent() throws Exception {
        Upstream upstream = ready();
        server.onPing = (request, out) -> status(out, "404 Not Found", "", "no such session");
        answer("404 Not Found", id -> "nothing here");
        Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("404", "nothing here").doesNotContain("not sent", "did not run");
        assertThat(server.calls()).hasSize(2);
    }

    @Test
    void aServerThatFreezesWhileItsSessionIsCheckedHasNotForgottenIt() throws Exception {
        fixture.close();
        try (HttpFixture impatient = new HttpFixture(ServerLimits.checkWithin(Duration.ofMillis(300)))) {
            Upstream upstream = impatient.ready(server.url(), Transport.STREAMABLE_HTTP);
            server.onPing = (request, out) -> server.release.await();
            answer("404 Not Found", id -> "");
            Failed failure = HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
            assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
            assertThat(server.executed).hasValue(1);
        }
    }

    private void assertRanOnce(Upstream upstream) throws Exception {
        assertThat(server.executed).hasValue(1);
        assertThat(server.initialized).hasValue(1);
        assertThat(upstream.status().restarts()).isZero();
        server.onCall = (request, out) -> server.result(request, out, "fine");
        HttpFixture.result(HttpFixture.call(upstream, "run", NONE));
    }

    private void answer(String status, Function<Long, String> body) {
        String location = status.startsWith("307") ? "Location: /elsewhere\r\n" : "";
        server.onCall = (request, out) -> {
            server.run(request);
            status(out, status, JSON + location, body.apply(request.id()));
        };
    }

    private static String error(long id, int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message
                + "\"}}";
    }
}
