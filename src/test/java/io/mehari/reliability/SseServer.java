package io.mehari.reliability;

import static io.mehari.upstream.http.FaultyHttpServer.answerTo;
import static io.mehari.upstream.http.FaultyHttpServer.raw;
import static io.mehari.upstream.http.FaultyHttpServer.status;
import static io.mehari.upstream.http.FaultyHttpServer.stream;
import static io.mehari.upstream.http.FaultyHttpServer.toolsFor;

import io.mehari.upstream.http.FaultyHttpServer;
import io.mehari.upstream.http.FaultyHttpServer.Answer;
import io.mehari.upstream.http.FaultyHttpServer.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP+SSE server that behaves well until {@link #onCall} is changed. */
final class SseServer {
    final FaultyHttpServer http;
    volatile Answer onCall = this::result;
    private final Map<String, Request> streams = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();

    SseServer(int port) throws IOException {
        http = new FaultyHttpServer(port, this::answer);
    }

    private void answer(Request request, OutputStream out) throws Exception {
        if (request.method().equals("GET")) {
            open(request, out);
        } else if (!streams.containsKey(sessionOf(request))) {
            status(out, "404 Not Found", "", "no such session");
        } else if (request.rpc().equals("tools/call")) {
            onCall.write(request, out);
        } else {
            accepted(out);
            control(request);
        }
    }

    private void open(Request request, OutputStream out) throws IOException {
        String session = "s" + opened.incrementAndGet();
        streams.put(session, request);
        stream(out);
        raw(out, "event: endpoint\ndata: /messages?session=" + session + "\n\n");
    }

    private void control(Request request) throws IOException {
        switch (request.rpc()) {
            case "initialize" ->
                event(
                        request,
                        "{\"jsonrpc\":\"2.0\",\"id\":" + request.id()
                                + ",\"result\":{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{}}}");
            case "tools/list" -> event(request, toolsFor(request.id()));
            case "ping" -> event(request, answerTo(request.id(), "pong"));
            default -> {
                // A notification
            }
        }
    }

    private void result(Request request, OutputStream out) throws IOException {
        http.run(request);
        accepted(out);
        event(request, answerTo(request.id(), "ok"));
    }

    static void accepted(OutputStream out) throws IOException {
        status(out, "202 Accepted", "", "");
    }

    /** Sends a message to the client of a request. */
    void event(Request request, String message) throws IOException {
        Request stream = streamOf(request);
        synchronized (stream) {
            raw(stream.socket().getOutputStream(), "data: " + message + "\n\n");
        }
    }

    /** The request that opened the stream on which a request is answered. */
    Request streamOf(Request request) {
        return streams.get(sessionOf(request));
    }

    /** Forgets all sessions; their streams stay open. */
    void forget() {
        streams.clear();
    }

    private static String sessionOf(Request request) {
        return request.path().substring(request.path().indexOf('=') + 1);
    }
}
