package io.mehari.upstream.http;

import static io.mehari.upstream.http.FaultyHttpServer.raw;
import static io.mehari.upstream.http.FaultyHttpServer.status;
import static io.mehari.upstream.http.FaultyHttpServer.stream;

import io.mehari.upstream.http.FaultyHttpServer.Answer;
import io.mehari.upstream.http.FaultyHttpServer.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/** Lets a server speak HTTP+SSE: it answers on the stream of its latest client. */
final class SseSide implements Answer {
    private final Supplier<FaultyHttpServer> server;

    /** Answers each {@code tools/call}. */
    volatile Answer onCall;

    /** Where the stream is written to. */
    volatile OutputStream events;

    SseSide(Supplier<FaultyHttpServer> server) {
        this.server = server;
    }

    @Override
    public void write(Request request, OutputStream out) throws Exception {
        if (request.method().equals("GET")) {
            events = out;
            stream(out);
            raw(out, "event: endpoint\ndata: /messages\n\n");
            server.get().release.await();
            return;
        }
        status(out, "202 Accepted", "", "");
        switch (request.rpc()) {
            case "initialize" -> event(server.get().identityFor(request.id()));
            case "tools/list" -> event(FaultyHttpServer.toolsFor(request.id()));
            case "tools/call" -> onCall.write(request, out);
            default -> {
                // A notification
            }
        }
    }

    /** Sends an event with this message. */
    void event(String message) throws IOException {
        raw(events, "data: " + message + "\n\n");
    }
}
