package io.mehari.reliability;

import static io.mehari.upstream.http.FaultyHttpServer.answerTo;
import static io.mehari.upstream.http.FaultyHttpServer.json;
import static io.mehari.upstream.http.FaultyHttpServer.raw;
import static io.mehari.upstream.http.FaultyHttpServer.status;
import static io.mehari.upstream.http.FaultyHttpServer.stream;

import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.upstream.http.FaultyHttpServer.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** What faulty servers write when they are asked to run their tool; an exception resets the connection. */
final class Replies {
    private static final int ANOTHER = 1_000;
    private static final int TOO_LONG = 34 * 1024 * 1024;
    private static final int BOMB = 100 * 1024 * 1024;
    private static final String RESUMABLE = "id: e1\nretry: 20\ndata:\n\n";

    private Replies() {}

    /** One of them. */
    interface Reply {
        void write(HttpScene scene, Request request, OutputStream out) throws Exception;
    }

    /** A status instead of the tool's answer; it did not run. */
    static Reply refusal(String status, String headers) {
        return (scene, request, out) -> status(out, status, headers, "");
    }

    /** Runs the tool, and says by a status with a text that it did not. */
    static Reply running(String status, String text) {
        return (scene, request, out) -> {
            scene.http().run(request);
            status(out, status, "", text);
        };
    }

    /** The answer in a response whose status says something else. */
    static Reply answering(String status) {
        return (scene, request, out) -> {
            scene.http().run(request);
            status(out, status, "Location: /elsewhere\r\n", answerTo(request.id(), "ok"));
        };
    }

    static String idAsText(Request request) {
        return answerTo(request.id(), "ok").replace("\"id\":" + request.id(), "\"id\":\"" + request.id() + "\"");
    }

    static String tooLong(Request request) {
        return answerTo(request.id(), "x".repeat(TOO_LONG));
    }

    static void resetBeforeHeaders(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        throw new IOException("reset");
    }

    static void resetInHeaders(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        raw(out, "HTTP/1.1 202 Acc");
        throw new IOException("reset");
    }

    static void page(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        status(out, "200 OK", "Content-Type: text/html\r\n", "<html>sign in</html>");
    }

    static String truncated(Request request) {
        String whole = answerTo(request.id(), "ok");
        return whole.substring(0, whole.length() - 5);
    }

    static String toAnotherId(Request request) {
        return answerTo(request.id() + ANOTHER, "ok");
    }

    /** An error that is the answer. */
    static String error(Request request) {
        return Json.text(JsonRpcMessage.errorResponse(
                Json.MAPPER.getNodeFactory().numberNode(request.id()), -32602, "out of paper"));
    }

    /** Another text where the answer should be, in the response. */
    static Reply response(Function<Request, String> text) {
        return (scene, request, out) -> {
            scene.http().run(request);
            json(out, text.apply(request));
        };
    }

    /** Another text where the answer should be, on the stream of HTTP+SSE. */
    static Reply event(Function<Request, String> text) {
        return (scene, request, out) -> {
            scene.http().run(request);
            SseServer.accepted(out);
            scene.sse().event(request, text.apply(request));
        };
    }

    static void gzip(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        packed(out, answerTo(request.id(), "ok"));
    }

    static void gzipBomb(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        packed(out, " ".repeat(BOMB));
    }

    private static void packed(OutputStream out, String body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body.getBytes(StandardCharsets.UTF_8));
        }
        raw(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: "
                        + packed.size() + "\r\n\r\n");
        packed.writeTo(out);
    }

    static void brotli(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        status(out, "200 OK", "Content-Type: application/json\r\nContent-Encoding: br\r\n", "packed");
    }

    static void endless(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        raw(out, "HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\n\r\n");
        String text = "<p>sorry</p>".repeat(1_000);
        for (int i = 0; i < TOO_LONG; i += text.length()) {
            raw(out, text); // until the gateway closes the connection
        }
    }

    static void earlyHints(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        raw(out, "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n");
        json(out, answerTo(request.id(), "ok"));
    }

    static void amongOthers(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        stream(out);
        raw(out, "data: ping\n\nevent: ping\ndata: 1\n\nevent: error\ndata: {\"slow\":true}\n\n");
        raw(out, "event: result\ndata: " + answerTo(request.id(), "ok") + "\n\n");
        request.socket().shutdownOutput();
    }

    static void unfinished(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        stream(out);
        raw(out, "data: " + answerTo(request.id(), "ok"));
        request.socket().shutdownOutput();
    }

    static void twice(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        stream(out);
        raw(out, "data: " + answerTo(request.id(), "1") + "\n\ndata: " + answerTo(request.id(), "2") + "\n\n");
        request.socket().shutdownOutput();
    }

    static void twiceOnSse(HttpScene scene, Request request, OutputStream out) throws Exception {
        scene.normal().write(request, out);
        scene.sse().event(request, answerTo(request.id(), "again"));
    }

    static void cut(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        stream(out);
        raw(out, ": soon\n\n");
        throw new IOException("cut");
    }

    static void cutResumable(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        stream(out);
        raw(out, RESUMABLE);
        throw new IOException("cut");
    }

    static void cutAndResumed(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().onGet = (resume, again) -> {
            stream(again);
            raw(again, "id: e2\ndata: " + answerTo(request.id(), "ok") + "\n\n");
            resume.socket().shutdownOutput();
        };
        cutResumable(scene, request, out);
    }

    static void endWithoutAnswer(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        stream(out);
        request.socket().shutdownOutput();
    }

    static void cutOnSse(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        SseServer.accepted(out);
        Socket stream = scene.sse().streamOf(request).socket();
        stream.setSoLinger(true, 0);
        stream.close();
    }

    static void endOnSse(HttpScene scene, Request request, OutputStream out) throws IOException {
        scene.http().run(request);
        SseServer.accepted(out);
        scene.sse().streamOf(request).socket().shutdownOutput();
    }

    /** A redirect; what arrives at its target is answered well. */
    static Reply redirect(Function<HttpScene, String> origin) {
        return (scene, request, out) -> {
            if (request.path().startsWith("/elsewhere")) {
                scene.normal().write(request, out);
            } else {
                String query = request.path().replaceFirst("^[^?]*", "");
                String target = origin.apply(scene) + "/elsewhere" + query;
                status(out, "307 Temporary Redirect", "Location: " + target + "\r\n", "");
            }
        };
    }
}
