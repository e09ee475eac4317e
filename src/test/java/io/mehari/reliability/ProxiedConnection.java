package io.mehari.reliability;

import io.mehari.reliability.TcpProxy.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection through the proxy: two threads that copy bytes, or do not, as its mode wants. */
final class ProxiedConnection implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;
    private static final int INTO_HEADERS = 12;
    private static final int INTO_BODY = 5;
    private static final long TICK_MILLIS = 1_000;

    private final TcpProxy proxy;
    private final Socket client;
    private final Socket server;
    private volatile boolean get;
    private volatile boolean dropped;

    ProxiedConnection(TcpProxy proxy, Socket client, int target) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    /** Copies until both sides have ended. */
    void run() throws IOException {
        Thread answers = TcpProxy.daemon(this::copyAnswers);
        copyRequests();
        try {
            answers.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copyRequests() {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                get = chunk[0] == 'G';
                hold();
                out.write(chunk, 0, n);
            }
            server.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            close();
        }
    }

    private void copyAnswers() {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = server.getInputStream();
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                hold();
                answer(chunk, n);
            }
            if (!client.isOutputShutdown()) {
                hold();
                client.shutdownOutput();
            }
        } catch (IOException | InterruptedException e) {
            close();
        }
    }

    private void hold() throws InterruptedException {
        while (proxy.mode() == Mode.HOLD && !dropped) {
            proxy.awaitOther(Mode.HOLD, TICK_MILLIS);
        }
    }

    private void answer(byte[] chunk, int length) throws IOException, InterruptedException {
        OutputStream out = client.getOutputStream();
        Mode mode = proxy.mode();
        if (mode == Mode.BYTE_A_SECOND) {
            slowly(out, chunk, length);
        } else if (get || mode == Mode.FORWARD || mode == Mode.HOLD) {
            out.write(chunk, 0, length);
        } else {
            breakOff(out, mode, chunk, length);
        }
    }

    private void slowly(OutputStream out, byte[] chunk, int length) throws IOException, InterruptedException {
        for (int i = 0; i < length; i++) {
            out.write(chunk, i, 1);
            out.flush();
            proxy.awaitOther(Mode.BYTE_A_SECOND, TICK_MILLIS);
        }
    }

    private void breakOff(OutputStream out, Mode mode, byte[] chunk, int length) throws IOException {
        out.write(chunk, 0, Math.min(length, passed(mode, chunk, length)));
        out.flush();
        if (mode != Mode.CLOSE_BEFORE_ANSWER) {
            client.setSoLinger(true, 0);
        }
        throw new IOException("The fault that was asked for");
    }

    private static int passed(Mode mode, byte[] chunk, int length) {
        return switch (mode) {
            case RESET_IN_HEADERS -> INTO_HEADERS;
            case RESET_IN_BODY ->
                new String(chunk, 0, length, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n")
                        + "\r\n\r\n".length()
                        + INTO_BODY;
            default -> 0;
        };
    }

    /** Tells the client that nothing more comes. */
    void endAnswers() {
        dropped = true;
        try {
            client.shutdownOutput();
            server.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void close() {
        try (client;
                server) {
            // Both are closed, in this order of need
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
