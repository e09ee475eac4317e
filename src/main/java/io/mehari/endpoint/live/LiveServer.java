package io.mehari.endpoint.live;

import io.mehari.call.Caller;
import io.mehari.component.websocket.SocketHub;
import io.netty.util.Timeout;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * The server of the live plane. Paths of WebSockets are not known to it: all are one mapping, and the hub says which there are
 * at the moment, so that routes come and go.
 */
final class LiveServer implements AutoCloseable {
    private static final int MOST_THREADS = 16;
    private static final int LEAST_THREADS = 2;
    private static final int THREAD_IDLE = (int) TimeUnit.SECONDS.toMillis(30);
    private static final int HEADERS = 16 * 1024;

    /** Messages that go together are written together up to this size. */
    private static final int BATCH = 16 * 1024;

    /** Pings keep a connection from being idle; one that is idle all the same has lost its client. */
    private static final int IDLE_PINGS = 5;

    private final Server server;
    private final ServerConnector connector;
    private final LiveParts parts;
    private final EventStreams streams;
    private volatile boolean closed;
    private volatile Timeout next;

    /**
     * A server that does not listen yet.
     *
     * @param parts what it is made of
     */
    LiveServer(LiveParts parts) {
        this.parts = parts;
        LiveSettings settings = parts.settings();
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS, THREAD_IDLE);
        threads.setName("mehari-live");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(HEADERS);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(idle().toMillis());
        server.addConnector(connector);
        Outbox.Bounds bounds = new Outbox.Bounds(
                settings.queue(), settings.slowTimeout().toNanos(), parts.dropped(), System::nanoTime);
        streams = new EventStreams(parts.notifier(), bounds);
        server.setHandler(handlers(bounds));
    }

    private ContextHandler handlers(Outbox.Bounds bounds) {
        SocketHub hub = parts.hub();
        ContextHandler context = new ContextHandler("/");
        WebSocketUpgradeHandler upgrades = WebSocketUpgradeHandler.from(server, context);
        upgrades.configure(container -> configure(container, bounds));
        LiveHandler first = new LiveHandler(
                parts.access(),
                hub,
                streams,
                new StaticFiles(LiveServer.class.getClassLoader()),
                () -> parts.settings().maxConnections() - hub.all().size() - streams.size());
        first.setHandler(upgrades);
        context.setHandler(first);
        return context;
    }

    private void configure(ServerWebSocketContainer container, Outbox.Bounds bounds) {
        long most = parts.settings().maxMessage().toBytes();
        container.setMaxTextMessageSize(most);
        container.setMaxBinaryMessageSize(most);
        container.setMaxFrameSize(most);
        container.setOutputBufferSize(BATCH);
        container.setIdleTimeout(idle());
        container.addMapping(
                "/*",
                (request, response, callback) -> new JettySocket(
                        Request.getPathInContext(request),
                        (Caller) request.getAttribute(LiveHandler.CALLER),
                        parts.hub(),
                        bounds));
    }

    private Duration idle() {
        return parts.settings().keepAlive().multipliedBy(IDLE_PINGS);
    }

    /**
     * Listens.
     *
     * @return the port
     * @throws Exception if the port cannot be had
     */
    int start() throws Exception {
        try {
            connector.open();
        } catch (IOException e) {
            connector.close();
            throw e;
        }
        server.start();
        keepAlive();
        return connector.getLocalPort();
    }

    private void keepAlive() {
        if (closed) {
            return;
        }
        next = parts.timer()
                .newTimeout(
                        due -> {
                            parts.hub().all().forEach(socket -> {
                                if (socket instanceof JettySocket open) {
                                    open.ping();
                                }
                            });
                            streams.keepAlive();
                            keepAlive();
                        },
                        parts.settings().keepAlive().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws Exception {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        parts.hub().all().forEach(socket -> socket.close(StatusCode.SHUTDOWN, "The gateway is stopping"));
        server.stop();
    }
}
