package io.mehari.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line over TCP to a server on this machine, which the test parts and joins again: one of several clients loses it, the others do not. */
public final class PartedLine implements AutoCloseable {
    private static final int BACKLOG = 100;
    private static final int BUFFER = 16_384;

    private final URI target;
    private final int port = FreePorts.next();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket listening;

    private PartedLine(URI target) {
        this.target = target;
    }

    /** A line to a server that is whole. */
    public static PartedLine to(String url) {
        PartedLine line = new PartedLine(URI.create(url));
        line.join();
        return line;
    }

    /** Where its near end is, with the scheme of the server. */
    public String url() {
        return target.getScheme() + "://127.0.0.1:" + port;
    }

    /** Ends all connections, and refuses further ones. */
    public synchronized void part() {
        close(listening);
        sockets.forEach(PartedLine::close);
        sockets.clear();
    }

    /** Takes connections again. */
    public synchronized void join() {
        listening = ListeningSocket.open(port, BACKLOG);
        ServerSocket own = listening;
        daemon(() -> accept(own));
    }

    private void accept(ServerSocket own) {
        try {
            while (true) {
                Socket near = own.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target.getPort());
                sockets.add(near);
                sockets.add(far);
                if (own.isClosed()) {
                    close(near); // it was parted meanwhile
                    close(far);
                }
                daemon(() -> pass(near, far));
                daemon(() -> pass(far, near));
            }
        } catch (IOException e) {
            close(own);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // the other end is told by what follows
        }
        close(from);
        close(to);
        sockets.remove(from);
        sockets.remove(to);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "parted-line");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        part();
    }
}
