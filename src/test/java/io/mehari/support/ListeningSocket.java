package io.mehari.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A listening socket on a port that was closed a moment ago. A process that is started just then holds the old socket
 * until it runs its own program, so the port may stay taken for that long.
 */
public final class ListeningSocket {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private ListeningSocket() {}

    /**
     * Listens on loopback.
     *
     * @param port the port, 0 for any
     * @param backlog connections that wait to be accepted
     */
    public static ServerSocket open(int port, int backlog) {
        AtomicReference<ServerSocket> opened = new AtomicReference<>();
        await("port " + port)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    opened.set(attempt(port, backlog));
                    return opened.get() != null;
                });
        return opened.get();
    }

    private static ServerSocket attempt(int port, int backlog) throws IOException {
        try {
            return new ServerSocket(port, backlog, InetAddress.getLoopbackAddress());
        } catch (BindException e) {
            return null; // still taken
        }
    }
}
