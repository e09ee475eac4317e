package io.mehari.reliability;

import static org.awaitility.Awaitility.await;

import io.mehari.support.ListeningSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/**
 * A TCP proxy on loopback that does to connections what networks do: passes, refuses, cuts, resets, holds and slows
 * them down; optionally the end of TLS. Safe for concurrent use.
 */
final class TcpProxy implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int BACKLOG = 100;
    private static final int HOLE_TRIES = 16;
    private static final int HOLE_MILLIS = 250;

    /** What happens to bytes. The faults of answers hit connections that do not begin with a GET. */
    enum Mode {
        FORWARD,
        /** Nothing passes in either direction until the mode changes; connections stay open. */
        HOLD,
        /** Answers pass at one byte a second. */
        BYTE_A_SECOND,
        CLOSE_BEFORE_ANSWER,
        RESET_BEFORE_HEADERS,
        RESET_IN_HEADERS,
        RESET_IN_BODY
    }

    private final int target;
    private final int port;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<Socket> fillers = new ArrayList<>();
    private volatile Mode mode = Mode.FORWARD;
    private volatile SSLContext tls;
    private volatile boolean dropped;
    private volatile ServerSocket listening;
    private volatile Thread acceptor;

    /** A proxy that forwards to a port, unencrypted. */
    TcpProxy(int target) throws IOException {
        this(target, null);
    }

    /** A proxy that ends TLS, if it is given a context. */
    TcpProxy(int target, SSLContext tls) throws IOException {
        this.target = target;
        this.tls = tls;
        this.port = Ports.free();
        listen();
    }

    int port() {
        return port;
    }

    Mode mode() {
        return mode;
    }

    /** Changes what happens to bytes from now on. */
    synchronized void mode(Mode next) {
        mode = next;
        notifyAll();
    }

    /** Waits until the mode is no longer this one, or the time is over. */
    synchronized void awaitOther(Mode current, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; mode == current && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /** Takes connections again, after {@link #refuse()} or {@link #swallowConnects()}. */
    void listen() throws IOException {
        closeHole();
        ServerSocket socket = ListeningSocket.open(port, BACKLOG);
        listening = socket;
        acceptor = daemon(() -> accept(socket));
    }

    /** Closes everything; the port refuses connections. */
    void refuse() throws IOException {
        listening.close();
        await("the end of listening").atMost(LIMIT).until(() -> !acceptor.isAlive()); // it may take one more until then
        drop();
    }

    /** Closes everything; connections to the port are then neither made nor refused. */
    void swallowConnects() throws IOException {
        refuse();
        listening = ListeningSocket.open(port, 1);
        for (int i = 0; i < HOLE_TRIES; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), HOLE_MILLIS);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new IOException("The queue of connections does not fill up");
    }

    /** Whether connections to the port are neither made nor refused. */
    boolean swallowsConnects() {
        return !fillers.isEmpty();
    }

    private void closeHole() throws IOException {
        for (Socket filler : fillers) {
            filler.close();
        }
        fillers.clear();
        if (listening != null) {
            listening.close();
        }
    }

    /** How many connections there are at this moment. */
    int connections() {
        return connections.size();
    }

    /** Ends every connection in order; returns when its client has seen that, and closed it, too. */
    void drop() {
        List<ProxiedConnection> now = List.copyOf(connections);
        dropped = true;
        now.forEach(ProxiedConnection::endAnswers);
        await("the end of every connection")
                .atMost(LIMIT)
                .until(() -> now.stream().noneMatch(connections::contains));
    }

    boolean hasDropped() {
        return dropped;
    }

    /** Shows another certificate from the next connection on. */
    void certificate(SSLContext next) {
        tls = next;
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket client = from.accept();
                daemon(() -> serve(client));
            }
        } catch (IOException e) {
            // Stopped listening
        }
    }

    private void serve(Socket client) {
        try (ProxiedConnection connection = new ProxiedConnection(this, secured(client), target)) {
            connections.add(connection);
            connection.run();
            connections.remove(connection);
        } catch (IOException e) {
            // The client or the server is gone
        }
    }

    private Socket secured(Socket client) throws IOException {
        SSLContext context = tls;
        return context == null ? client : context.getSocketFactory().createSocket(client, null, true);
    }

    static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        mode(Mode.FORWARD);
        closeHole();
        connections.forEach(ProxiedConnection::close);
    }
}
