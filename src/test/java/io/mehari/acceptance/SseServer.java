package io.mehari.acceptance;

import io.mehari.upstream.http.FaultyHttpServer;
import io.mehari.upstream.http.FaultyHttpServer.Request;
import java.io.IOException;
import java.io.OutputStream;

/** A server that speaks HTTP+SSE until its test says otherwise. */
final class SseServer implements AutoCloseable {
    private final FaultyHttpServer server = new FaultyHttpServer(0, this::answer);
    private volatile boolean muted;
    private volatile boolean cut;
    private volatile Request stream;
    private volatile OutputStream events;

    SseServer() throws IOException {
        // Listens from now on.
    }

    String url() {
        return server.url();
    }

    /** Takes everything and says nothing. */
    void mute() {
        muted = true;
    }

    /** Ends the stream, and opens no other. */
    void cut() throws IOException {
        cut = true;
        stream.socket().close();
    }

    /** Behaves well again. */
    void speak() {
        muted = false;
        cut = false;
    }

    private void answer(Request request, OutputStream out) throws Exception {
        if (cut) {
            FaultyHttpServer.status(out, "503 Service Unavailable", "", "");
        } else if (request.method().equals("GET")) {
            stream = request;
            events = out;
            FaultyHttpServer.stream(out);
            FaultyHttpServer.raw(out, "event: endpoint\ndata: /messages\n\n");
            server.release.await();
        } else {
            FaultyHttpServer.status(out, "202 Accepted", "", "");
            if (!muted) {
                say(request);
            }
        }
    }

    private void say(Request request) throws IOException {
        switch (request.rpc()) {
            case "initialize" -> event(server.identityFor(request.id()));
            case "tools/list" -> event(FaultyHttpServer.toolsFor(request.id()));
            case "ping" -> event(FaultyHttpServer.answerTo(request.id(), "pong"));
            default -> {
                // A notification
            }
        }
    }

    private void event(String message) throws IOException {
        FaultyHttpServer.raw(events, "data: " + message + "\n\n");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
