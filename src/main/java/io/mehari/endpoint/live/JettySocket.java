package io.mehari.endpoint.live;

import io.mehari.call.Caller;
import io.mehari.component.websocket.LiveSocket;
import io.mehari.component.websocket.SocketHub;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket of Jetty's. Public because Jetty looks for its methods. Safe for concurrent use. */
public final class JettySocket implements Session.Listener.AutoDemanding, LiveSocket {
    private static final Logger LOG = LoggerFactory.getLogger(JettySocket.class);

    /** Pings without an answer after which a client is taken for gone. */
    private static final int MOST_SILENT = 3;

    private static final int LONGEST_REASON = 120;

    private final String key = UUID.randomUUID().toString();
    private final String path;
    private final Caller caller;
    private final SocketHub hub;
    private final Outbox outbox;
    private final AtomicInteger silent = new AtomicInteger();
    private volatile Session session;

    /**
     * A socket about to be opened.
     *
     * @param path at which
     * @param caller by whom
     * @param hub is told of its life
     * @param bounds how much waits for it
     */
    JettySocket(String path, Caller caller, SocketHub hub, Outbox.Bounds bounds) {
        this.path = path;
        this.caller = caller;
        this.hub = hub;
        this.outbox = new Outbox(
                new Outbox.Transport() {
                    @Override
                    public void send(List<String> texts, Runnable done) {
                        JettySocket.this.send(texts, done);
                    }

                    @Override
                    public void giveUp() {
                        LOG.info("A WebSocket at {} reads too slowly and is closed", path);
                        session.disconnect();
                    }
                },
                bounds);
    }

    /** Several go to the network together: Jetty writes what is marked as a part of a batch with what comes after it. */
    private void send(List<String> texts, Runnable done) {
        int last = texts.size() - 1;
        if (last > 0 && session instanceof WebSocketSession wrapped) {
            CoreSession core = wrapped.getCoreSession();
            org.eclipse.jetty.util.Callback part = org.eclipse.jetty.util.Callback.from(() -> {}, this::failed);
            for (String text : texts.subList(0, last)) {
                core.sendFrame(new Frame(OpCode.TEXT, text), part, true);
            }
            core.sendFrame(
                    new Frame(OpCode.TEXT, texts.get(last)),
                    org.eclipse.jetty.util.Callback.from(done, this::failed),
                    false);
            return;
        }
        texts.forEach(text -> session.sendText(text, Callback.from(done, this::failed)));
    }

    private void failed(Throwable failure) {
        LOG.debug("A message was not sent", failure);
        outbox.end();
        session.disconnect();
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        hub.opened(this);
    }

    @Override
    public void onWebSocketText(String message) {
        silent.set(0);
        hub.listener(path).ifPresent(events -> events.message(this, message));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        close(StatusCode.BAD_DATA, "Messages are text, not bytes");
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        silent.set(0);
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("A WebSocket at {} failed", path, cause);
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason) {
        outbox.end();
        hub.closed(this);
    }

    /** Asks whether the client is there; ends the connection if it has not answered for a while. */
    void ping() {
        if (silent.getAndIncrement() >= MOST_SILENT) {
            session.disconnect();
        } else {
            session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        }
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public InetAddress peer() {
        return session.getRemoteSocketAddress() instanceof InetSocketAddress address ? address.getAddress() : null;
    }

    @Override
    public void send(String text) {
        outbox.send(text);
    }

    @Override
    public void push(String text) {
        outbox.push(text);
    }

    @Override
    public void queue(String text) {
        outbox.queue(text);
    }

    @Override
    public void flush() {
        outbox.flush();
    }

    @Override
    public void close(int status, String reason) {
        session.close(status, reason.substring(0, Math.min(LONGEST_REASON, reason.length())), Callback.NOOP);
    }
}
