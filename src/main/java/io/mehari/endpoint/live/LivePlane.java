package io.mehari.endpoint.live;

import io.mehari.thread.GatewayThread;
import io.netty.util.Timeout;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Begins to serve the live plane once the gateway serves calls, beside it: the start does not wait for it, and calls are served
 * where it cannot listen. Then it tries again now and then. Safe for concurrent use.
 */
public final class LivePlane implements ApplicationListener<ApplicationReadyEvent>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LivePlane.class);

    /** Time between two attempts to listen. */
    private static final long RETRY_SECONDS = 15;

    private final LiveParts parts;
    private LiveServer server;
    private boolean closed;
    private boolean told;
    private Timeout retry;
    private volatile int port = -1;

    /**
     * A live plane that does not serve yet.
     *
     * @param parts what it is made of
     */
    LivePlane(LiveParts parts) {
        this.parts = parts;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        if (parts.settings().enabled()) {
            begin();
        }
    }

    private void begin() {
        new GatewayThread(this::start, "mehari-live-start").start();
    }

    private synchronized void start() {
        if (closed || server != null) {
            return;
        }
        LiveServer starting = new LiveServer(parts);
        try {
            port = starting.start();
            server = starting;
            LOG.info(
                    "The dashboard is at {}{}",
                    address(),
                    LiveAddress.note(parts.settings().host()));
        } catch (Exception | LinkageError e) {
            stop(starting);
            failed(e);
        }
    }

    private void failed(Throwable e) {
        String where = parts.settings().host() + ":" + parts.settings().port();
        if (!(e instanceof IOException)) {
            LOG.error("The live plane cannot serve at {}; calls are served all the same", where, e);
            return;
        }
        if (!told) {
            told = true;
            LOG.warn(
                    "The live plane does not listen on {}: {}. Calls are served all the same. Stop what listens there, or set"
                            + " mehari.live.port to a port that is free, or mehari.live.enabled to false. Tried again every {} s",
                    where,
                    e.getMessage(),
                    RETRY_SECONDS);
        }
        try {
            retry = parts.timer().newTimeout(due -> begin(), RETRY_SECONDS, TimeUnit.SECONDS);
        } catch (IllegalStateException stopping) {
            LOG.debug("The gateway is stopping", stopping);
        }
    }

    /**
     * Whether it listens, and where.
     *
     * @return its port; -1 while it does not
     */
    public int port() {
        return port;
    }

    /**
     * Where it can be reached from this machine.
     *
     * @return such as {@code http://127.0.0.1:8765}, also where it listens on all addresses
     */
    public String address() {
        return LiveAddress.local(parts.settings().host(), port);
    }

    /**
     * Where it can be reached from where a request came.
     *
     * @param asked value of the header {@code Host} of that request; empty if it has none
     * @return with that name, where it listens on all addresses
     */
    public String addressFor(String asked) {
        return LiveAddress.seenFrom(asked, parts.settings().host(), port);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (retry != null) {
            retry.cancel();
        }
        if (server != null) {
            stop(server);
            server = null;
        }
    }

    private static void stop(LiveServer server) {
        try {
            server.close();
        } catch (Exception e) {
            LOG.debug("The live plane did not stop cleanly", e);
        }
    }
}
