package io.mehari.reliability;

import static io.mehari.call.Outcome.BAD_UPSTREAM;
import static io.mehari.call.Outcome.OUTCOME_UNKNOWN;
import static io.mehari.call.Outcome.SUCCESS;
import static io.mehari.call.Outcome.TIMED_OUT;
import static io.mehari.call.Outcome.UNAVAILABLE;
import static io.mehari.reliability.Noticed.AT_ONCE;
import static io.mehari.reliability.Noticed.BY_ATTEMPT;
import static io.mehari.reliability.Noticed.BY_CONNECT;
import static io.mehari.reliability.Noticed.BY_WAIT;
import static io.mehari.reliability.Transport.SSE;
import static io.mehari.reliability.Transport.STREAMABLE_HTTP;
import static io.mehari.upstream.http.FaultyHttpServer.answerTo;
import static io.mehari.upstream.http.FaultyHttpServer.json;
import static io.mehari.upstream.http.FaultyHttpServer.raw;
import static io.mehari.upstream.http.FaultyHttpServer.status;
import static io.mehari.upstream.http.FaultyHttpServer.stream;

import io.mehari.call.Outcome;
import io.mehari.reliability.HttpScene.Step;
import io.mehari.reliability.TcpProxy.Mode;
import io.mehari.upstream.http.FaultyHttpServer.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/** Faults of the network, of certificates and of answers, over both transports on HTTP. */
final class HttpFaults {
    private static final Step NOTHING = scene -> {};
    private static final List<Transport> BOTH = List.of(STREAMABLE_HTTP, SSE);
    private static final List<Transport> STREAMABLE = List.of(STREAMABLE_HTTP);
    private static final List<Transport> ONLY_SSE = List.of(SSE);
    private static final String UNKNOWN = "may have run";

    private final FaultMatrix matrix;

    /** What a server writes when it is asked to run its tool. */
    private interface Reply {
        void write(HttpScene scene, Request request, OutputStream out) throws Exception;
    }

    HttpFaults(FaultMatrix matrix) {
        this.matrix = matrix;
    }

    void add(TlsKeys keys) throws IOException {
        connections();
        certificates(keys);
        answersThatBreakOff();
        refusals();
        contents();
        streams();
        redirects();
    }

    private void connections() throws IOException {
        proxied(BOTH, "refused", UNAVAILABLE, AT_ONCE, scene -> scene.proxy().refuse(), "refuses connections");
        blackHole(STREAMABLE, BY_CONNECT);
        blackHole(ONLY_SSE, BY_WAIT);
        network(BOTH, "black hole after accept", TIMED_OUT, BY_ATTEMPT, scene -> {
            scene.proxy().mode(Mode.HOLD);
            scene.proxy().drop();
        });
        network(
                BOTH,
                "connection freezes",
                TIMED_OUT,
                BY_ATTEMPT,
                scene -> scene.proxy().mode(Mode.HOLD));
        network(
                BOTH,
                "1 byte a second",
                TIMED_OUT,
                BY_ATTEMPT,
                scene -> scene.proxy().mode(Mode.BYTE_A_SECOND));
    }

    private void blackHole(List<Transport> transports, Noticed noticed) throws IOException {
        Step begin = scene -> scene.proxy().swallowConnects();
        proxied(transports, "black hole while connecting", UNAVAILABLE, noticed, begin);
    }

    private void certificates(TlsKeys keys) throws IOException {
        certificate("certificate of an unknown authority", keys, keys.untrusted());
        certificate("certificate of another host", keys, keys.misnamed());
    }

    private void certificate(String name, TlsKeys keys, SSLContext shown) throws IOException {
        Step begin = scene -> {
            scene.proxy().certificate(shown);
            scene.proxy().drop();
        };
        Step lift = scene -> scene.proxy().certificate(keys.trusted());
        for (Transport transport : BOTH) {
            HttpScene scene = new HttpScene(transport, keys, begin, lift);
            matrix.add(name, transport, UNAVAILABLE, AT_ONCE, scene, "TLS handshake failed");
        }
    }

    private void answersThatBreakOff() throws IOException {
        cutByProxy("reset before the headers", Mode.RESET_BEFORE_HEADERS);
        cutByProxy("reset within the headers", Mode.RESET_IN_HEADERS);
        cutByProxy("reset within the body", Mode.RESET_IN_BODY);
        cutByProxy("closed before the answer", Mode.CLOSE_BEFORE_ANSWER);
        answer(ONLY_SSE, "reset before the headers", OUTCOME_UNKNOWN, AT_ONCE, (scene, request, out) -> {
            scene.http().run(request);
            throw new IOException("reset");
        });
        answer(ONLY_SSE, "reset within the headers", OUTCOME_UNKNOWN, AT_ONCE, (scene, request, out) -> {
            scene.http().run(request);
            raw(out, "HTTP/1.1 202 Acc");
            throw new IOException("reset");
        });
    }

    private void cutByProxy(String name, Mode mode) throws IOException {
        network(
                STREAMABLE,
                name,
                OUTCOME_UNKNOWN,
                AT_ONCE,
                scene -> scene.proxy().mode(mode),
                UNKNOWN);
    }

    private void refusals() throws IOException {
        add(BOTH, "404 with a session", SUCCESS, AT_ONCE, HttpScene::forgetSessions, NOTHING);
        HttpScene scene = new HttpScene(
                STREAMABLE_HTTP,
                null,
                one -> one.onCall((request, out) -> status(out, "404 Not Found", "", "")),
                NOTHING);
        scene.offerNoSession();
        matrix.add("404 without a session", STREAMABLE_HTTP, BAD_UPSTREAM, AT_ONCE, scene, "404", "check its url");
        refusal("400 Bad Request", "", BAD_UPSTREAM, "400");
        refusal("401 Unauthorized", "", BAD_UPSTREAM, "401", "credentials");
        refusal("403 Forbidden", "", BAD_UPSTREAM, "403", "credentials");
        refusal("429 Too Many Requests", "Retry-After: 7\r\n", UNAVAILABLE, "429", "did not run");
        refusal("429 Too Many Requests", "", UNAVAILABLE, "429", "did not run");
        refusal("500 Internal Server Error", "", BAD_UPSTREAM, "500");
        refusal("502 Bad Gateway", "", BAD_UPSTREAM, "502");
        refusal("503 Service Unavailable", "", BAD_UPSTREAM, "503");
    }

    private void refusal(String status, String header, Outcome outcome, String... told) throws IOException {
        String name = status.substring(0, 3) + (header.isEmpty() ? "" : " with Retry-After");
        answer(BOTH, name, outcome, AT_ONCE, (scene, request, out) -> status(out, status, header, ""), told);
    }

    private void contents() throws IOException {
        answer(
                STREAMABLE,
                "HTML instead of JSON",
                BAD_UPSTREAM,
                AT_ONCE,
                (scene, request, out) -> {
                    scene.http().run(request);
                    status(out, "200 OK", "Content-Type: text/html\r\n", "<html>sign in</html>");
                },
                "text/html");
        message(
                "truncated JSON",
                BAD_UPSTREAM,
                BY_ATTEMPT,
                request -> {
                    String whole = answerTo(request.id(), "ok");
                    return whole.substring(0, whole.length() - 5);
                },
                "not valid JSON");
        message("answer to another id", BAD_UPSTREAM, BY_ATTEMPT, request -> answerTo(request.id() + 1_000, "ok"));
        answer(STREAMABLE, "gzip", SUCCESS, AT_ONCE, (scene, request, out) -> {
            scene.http().run(request);
            byte[] packed = gzip(answerTo(request.id(), "ok"));
            raw(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                            + "Content-Length: " + packed.length + "\r\n\r\n");
            out.write(packed);
        });
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private void streams() throws IOException {
        answer(STREAMABLE, "duplicate answer", SUCCESS, AT_ONCE, (scene, request, out) -> {
            scene.http().run(request);
            stream(out);
            raw(out, "data: " + answerTo(request.id(), "1") + "\n\ndata: " + answerTo(request.id(), "2") + "\n\n");
            request.socket().shutdownOutput();
        });
        answer(ONLY_SSE, "duplicate answer", SUCCESS, AT_ONCE, (scene, request, out) -> {
            scene.normal().write(request, out);
            scene.sse().event(request, answerTo(request.id(), "again"));
        });
        answer(
                STREAMABLE,
                "SSE cut before the answer",
                OUTCOME_UNKNOWN,
                AT_ONCE,
                (scene, request, out) -> {
                    scene.http().run(request);
                    stream(out);
                    raw(out, ": soon\n\n");
                    throw new IOException("cut");
                },
                UNKNOWN);
        answer(
                STREAMABLE,
                "SSE ends without an answer",
                OUTCOME_UNKNOWN,
                AT_ONCE,
                (scene, request, out) -> {
                    scene.http().run(request);
                    stream(out);
                    request.socket().shutdownOutput();
                },
                UNKNOWN);
        answer(STREAMABLE, "SSE cut, resume offered", SUCCESS, AT_ONCE, (scene, request, out) -> {
            scene.http().run(request);
            scene.http().onGet = (resume, again) -> {
                stream(again);
                raw(again, "id: e2\ndata: " + answerTo(request.id(), "ok") + "\n\n");
                resume.socket().shutdownOutput();
            };
            stream(out);
            raw(out, "id: e1\nretry: 20\ndata:\n\n");
            throw new IOException("cut");
        });
        answer(
                STREAMABLE,
                "SSE cut, resume refused",
                OUTCOME_UNKNOWN,
                AT_ONCE,
                (scene, request, out) -> {
                    scene.http().run(request);
                    stream(out);
                    raw(out, "id: e1\nretry: 20\ndata:\n\n");
                    throw new IOException("cut");
                },
                UNKNOWN,
                "taken up again");
        answer(
                ONLY_SSE,
                "SSE cut before the answer",
                OUTCOME_UNKNOWN,
                AT_ONCE,
                (scene, request, out) -> {
                    scene.http().run(request);
                    SseServer.accepted(out);
                    Socket stream = scene.sse().streamOf(request).socket();
                    stream.setSoLinger(true, 0);
                    stream.close();
                },
                UNKNOWN);
        answer(
                ONLY_SSE,
                "SSE ends without an answer",
                OUTCOME_UNKNOWN,
                AT_ONCE,
                (scene, request, out) -> {
                    scene.http().run(request);
                    SseServer.accepted(out);
                    scene.sse().streamOf(request).socket().shutdownOutput();
                },
                UNKNOWN);
    }

    private void redirects() throws IOException {
        redirect("redirect within the origin", SUCCESS, scene -> "");
        redirect(
                "redirect to another origin",
                BAD_UPSTREAM,
                scene -> "http://127.0.0.1:" + scene.http().port(),
                "another origin");
    }

    private void redirect(String name, Outcome outcome, Function<HttpScene, String> origin, String... told)
            throws IOException {
        answer(
                BOTH,
                name,
                outcome,
                AT_ONCE,
                (scene, request, out) -> {
                    if (request.path().startsWith("/elsewhere")) {
                        scene.normal().write(request, out);
                    } else {
                        String query = request.path().replaceFirst("^[^?]*", "");
                        String target = origin.apply(scene) + "/elsewhere" + query;
                        status(out, "307 Temporary Redirect", "Location: " + target + "\r\n", "");
                    }
                },
                told);
    }

    /** An answer with another text than it should have. */
    private void message(String name, Outcome overHttp, Noticed overSse, Function<Request, String> text, String... told)
            throws IOException {
        answer(
                STREAMABLE,
                name,
                overHttp,
                AT_ONCE,
                (scene, request, out) -> {
                    scene.http().run(request);
                    json(out, text.apply(request));
                },
                told);
        Outcome outcome = overSse == BY_ATTEMPT ? TIMED_OUT : overHttp;
        answer(ONLY_SSE, name, outcome, overSse, (scene, request, out) -> {
            scene.http().run(request);
            SseServer.accepted(out);
            scene.sse().event(request, text.apply(request));
        });
    }

    /** A fault of connecting, taken away by listening again. */
    private void proxied(
            List<Transport> transports, String name, Outcome outcome, Noticed noticed, Step begin, String... told)
            throws IOException {
        add(transports, name, outcome, noticed, begin, scene -> scene.proxy().listen(), told);
    }

    /** A fault of connections, taken away by letting bytes pass. */
    private void network(
            List<Transport> transports, String name, Outcome outcome, Noticed noticed, Step begin, String... told)
            throws IOException {
        add(transports, name, outcome, noticed, begin, scene -> scene.proxy().mode(Mode.FORWARD), told);
    }

    /** A fault of answers, taken away by answering well. */
    private void answer(
            List<Transport> transports, String name, Outcome outcome, Noticed noticed, Reply fault, String... told)
            throws IOException {
        Step begin = scene -> scene.onCall((request, out) -> fault.write(scene, request, out));
        add(transports, name, outcome, noticed, begin, NOTHING, told);
    }

    private void add(
            List<Transport> transports,
            String name,
            Outcome outcome,
            Noticed noticed,
            Step begin,
            Step lift,
            String... told)
            throws IOException {
        for (Transport transport : transports) {
            matrix.add(name, transport, outcome, noticed, new HttpScene(transport, null, begin, lift), told);
        }
    }
}
