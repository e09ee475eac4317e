package io.mehari.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.upstream.http.FaultyHttpServer;
import io.mehari.upstream.http.FaultyHttpServer.Answer;
import java.io.IOException;
import java.util.List;

/** A server over streamable HTTP or HTTP+SSE in this JVM, behind a TCP proxy. */
final class HttpScene implements Scene {
    private final TcpProxy proxy;
    private final FaultyHttpServer http;
    private final SseServer sse;
    private final Answer normal;
    private final Step begin;
    private final Step lift;
    private final TlsKeys keys;

    /** One step of a fault. */
    interface Step {
        void on(HttpScene scene) throws Exception;
    }

    /**
     * A server that works.
     *
     * @param keys for TLS; null for none
     */
    HttpScene(Transport transport, TlsKeys keys, Step begin, Step lift) throws IOException {
        this.keys = keys;
        this.sse = transport == Transport.SSE ? new SseServer(Ports.free()) : null;
        this.http = sse == null ? new FaultyHttpServer(Ports.free()) : sse.http;
        this.normal = sse == null ? http.onCall : sse.onCall;
        this.proxy = new TcpProxy(http.port(), keys == null ? null : keys.trusted());
        this.begin = begin;
        this.lift = lift;
    }

    TcpProxy proxy() {
        return proxy;
    }

    FaultyHttpServer http() {
        return http;
    }

    /** The server's side of HTTP+SSE; null for streamable HTTP. */
    SseServer sse() {
        return sse;
    }

    /** How calls are answered that meet no fault. */
    Answer normal() {
        return normal;
    }

    /** Forgets all sessions, as a server does that was restarted. */
    void forgetSessions() {
        if (sse == null) {
            http.sessions.clear();
        } else {
            sse.forget();
        }
    }

    /** Serves without sessions. Streamable HTTP only. */
    void offerNoSession() {
        http.sessions.add(FaultyHttpServer.NO_SESSION);
        http.onInitialize = (request, out) -> FaultyHttpServer.json(out, http.identityFor(request.id()));
    }

    void onCall(Answer answer) {
        if (sse == null) {
            http.onCall = answer;
        } else {
            sse.onCall = answer;
        }
    }

    @Override
    public ObjectNode entry() {
        ObjectNode entry = Json.object().put("type", sse == null ? "streamable-http" : "sse");
        if (keys == null) {
            entry.put("url", "http://127.0.0.1:" + proxy.port() + path());
        } else {
            entry.put("url", "https://localhost:" + proxy.port() + path());
            entry.putObject("tls").put("ca", keys.authorities().toString());
        }
        return entry;
    }

    private String path() {
        return sse == null ? "/mcp" : "/sse";
    }

    @Override
    public void begin(Gateway gateway, String server) throws Exception {
        begin.on(this);
        if (sse != null && proxy.hasDropped()) {
            gateway.awaitLost(server);
        }
        if (sse != null && proxy.swallowsConnects()) {
            gateway.awaitState(server, "joining"); // until the port swallowed connections it refused some
        }
    }

    @Override
    public void lift() throws Exception {
        lift.on(this);
        onCall(normal);
    }

    @Override
    public List<String> ran() {
        return http.ran();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        http.close();
    }
}
