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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers do that breaks a rule and costs nothing to understand, and what the gateway says where it does not. */
class TolerantHttpIT extends FaultyHttpTest {
    private static final ObjectNode NONE = Json.object();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: error\ndata: %s\n\n",
                "event: result\ndata: %s\n\n",
                "data: ping\n\ndata: %s\n\n",
                "data: 1\n\ndata: null\n\ndata: []\n\ndata: {}\n\ndata: %s\n\n",
                "data: {\"jsonrpc\":\"2.0\",\"meth\n\ndata: %s\n\n",
                "event: ping\ndata: 2026-01-01T00:00:00Z\n\nevent: message\ndata: %s\n\n",
                "event: error\ndata: {\"detail\":\"slow\"}\n\ndata: %s\n\n",
                "\ufeffdata: %s\n\n",
                "data: \ufeff%s\n\n",
                "data:%s\r\n\r\n",
                "data: %s\n",
                "data: %s"
            })
    void anAnswerIsFoundOnAStreamWhateverStandsAroundIt(String text) throws Exception {
        server.onCall = (request, out) -> {
            server.run(request);
            stream(out);
            raw(out, text.formatted(answerTo(request.id(), "ok")));
            request.socket().shutdownOutput();
        };
        assertThat(call(ready())).isEqualTo("ok");
        assertThat(server.executed).hasValue(1);
    }

    @Test
    void whatAServerSaidBeforeItsStreamEndedStandsInTheReason() throws Exception {
        server.onCall = (request, out) -> {
            stream(out);
            raw(out, "event: error\ndata: the database is\u0007 away\n\n");
            request.socket().shutdownOutput();
        };
        Failed failure = failure(ready());
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("the database is away");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"%d\"", "%d.0", "%d.000"})
    void idsComeBackAsServersWriteThem(String id) throws Exception {
        server.onCall = (request, out) -> json(
                out,
                answerTo(request.id(), "ok").replace("\"id\":" + request.id(), "\"id\":" + id.formatted(request.id())));
        assertThat(call(ready())).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":null,%s}", "{%s}"})
    void anErrorWithoutAnIdIsTheAnswerToTheRequest(String message) throws Exception {
        String error = "\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32602,\"message\":\"name is missing\"}";
        server.onCall = (request, out) -> json(out, message.formatted(error));
        assertThat(failure(ready()).message()).contains("-32602", "name is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"103 Early Hints", "100 Continue", "102 Processing"})
    void interimResponsesAreSkipped(String status) throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            raw(out, "HTTP/1.1 " + status + "\r\nLink: </x>\r\n\r\nHTTP/1.1 " + status + "\r\n\r\n");
            server.result(
                    request,
                    out,
                    request.message().at("/params/arguments/message").asText());
        };
        for (String message : new String[] {"one", "two", "three"}) {
            assertThat(HttpFixture.result(HttpFixture.call(
                                    upstream, "run", Json.object().put("message", message)))
                            .at("/content/0/text")
                            .asText())
                    .isEqualTo(message);
        }
        assertThat(server.executed).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "compress"})
    void aCodingThatWasNotAskedForIsNamed(String coding) throws Exception {
        Upstream upstream = ready();
        for (String type : new String[] {"application/json", "text/event-stream"}) {
            server.onCall = (request, out) -> status(
                    out,
                    "200 OK",
                    "Content-Type: " + type + "\r\nContent-Encoding: " + coding + "\r\n",
                    "\u001b\u0000\u0010");
            Failed failure = failure(upstream);
            assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
            assertThat(failure.message()).contains("Content-Encoding " + coding);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "500 Internal Server Error"})
    void aSmallBodyThatUnpacksToALargeOneIsNotUnpackedWhole(String status) throws Exception {
        byte[] bomb = packedZeros(100);
        server.onCall = (request, out) -> {
            raw(
                    out,
                    "HTTP/1.1 " + status
                            + "\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: "
                            + bomb.length + "\r\n\r\n");
            out.write(bomb);
        };
        Failed failure = failure(ready());
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(server.calls()).hasSize(1);
    }

    private static byte[] packedZeros(int mebibytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < mebibytes; i++) {
                gzip.write(new byte[1024 * 1024]);
            }
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: %s\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 26\r\n\r\nplain text, no gzip at all",
                "{\"jsonrpc\":\"2.0\"}\n\n"
            })
    void whatIsNoHttpIsABadAnswerAndSaysSo(String response) throws Exception {
        Upstream upstream = ready();
        server.onCall = (request, out) -> {
            server.run(request);
            raw(out, response.formatted("x".repeat(100_000)));
            request.socket().shutdownOutput();
        };
        Failed failure = failure(upstream);
        assertThat(failure.outcome()).as(failure.message()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("cannot be read");
        server.onCall = (request, out) -> server.result(request, out, "ok");
        assertThat(call(upstream)).isEqualTo("ok");
        assertThat(server.executed).hasValue(2);
        assertThat(upstream.status().restarts()).isZero();
    }

    @Test
    void cookiesOfABalancerAreSentForTheLifeOfTheSession() throws Exception {
        server.onInitialize = (request, out) -> {
            String session = "s" + (server.sessions.size() + 1);
            server.sessions.add(session);
            String headers = "Content-Type: application/json\r\nMcp-Session-Id: " + session + "\r\nSet-Cookie: lb="
                    + session + "; Path=/; HttpOnly\r\n";
            status(out, "200 OK", headers, server.identityFor(request.id()));
        };
        Upstream upstream = ready();
        assertThat(call(upstream)).isEqualTo("ok");
        assertThat(server.calls().get(0).header("cookie")).isEqualTo("lb=s1");
        server.sessions.remove("s1");
        server.sessions.add("other");
        assertThat(call(upstream)).isEqualTo("ok");
        assertThat(server.calls().get(server.calls().size() - 1).header("cookie"))
                .isEqualTo("lb=s2");
        assertThat(server.requests.stream()
                        .filter(request -> request.rpc().equals("initialize"))
                        .map(request -> request.header("cookie")))
                .hasSize(2)
                .allMatch(Objects::isNull);
    }

    @Test
    void aRefusalSaysWhatTheServerSays() throws Exception {
        server.onCall = (request, out) -> status(
                out, "403 Forbidden", "", "Access is only allowed at localhost:8931\r\n\u001b[31m" + "x".repeat(500));
        assertThat(failure(ready()).message())
                .contains("403", "X-Secret", "Access is only allowed at localhost:8931", "...")
                .doesNotContain("x".repeat(201), "\u001b", "hush");
    }

    @Test
    void aRedirectToAnotherOriginNamesBothWithoutWhatMayBeSecret() throws Exception {
        server.onCall = (request, out) -> status(
                out, "307 Temporary Redirect", "Location: https://user:pass@elsewhere.example/mcp?token=1\r\n", "");
        assertThat(failure(ready()).message())
                .contains(server.url(), "https://elsewhere.example/mcp")
                .doesNotContain("pass", "token");
    }

    @Test
    void aSessionIsNotLostToAStreamThatIsRefusedWithAPageWithoutEnd() throws Exception {
        server.onGet = (request, out) -> {
            raw(out, "HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\n\r\n");
            while (server.release.getCount() > 0) {
                raw(out, "<p>no</p>".repeat(1_000));
            }
        };
        Upstream upstream = ready();
        await().atMost(HttpFixture.LIMIT).until(() -> server.open() <= 1);
        assertThat(call(upstream)).isEqualTo("ok");
        assertThat(upstream.status().restarts()).isZero();
    }

    private static Failed failure(Upstream upstream) throws Exception {
        return HttpFixture.failure(HttpFixture.call(upstream, "run", NONE));
    }

    private static String call(Upstream upstream) throws Exception {
        return HttpFixture.result(HttpFixture.call(upstream, "run", NONE))
                .at("/content/0/text")
                .asText();
    }
}
