package io.mehari.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows a gateway wrong keys at a steady rate, a new one each time, over kept-alive connections from one address. Counts
 * what is answered. Safe for concurrent use.
 */
final class WrongKeys implements AutoCloseable {
    private static final int CONNECTIONS = 20;

    private final URI uri;
    private final long periodNanos;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong others = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /**
     * Begins.
     *
     * @param uri what is asked for
     * @param rate keys a second, all connections together
     */
    WrongKeys(URI uri, int rate) {
        this.uri = uri;
        this.periodNanos = TimeUnit.SECONDS.toNanos(1) * CONNECTIONS / rate;
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread thread = new Thread(this::run, "mehari-bench-wrong-keys");
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void run() {
        try (Socket socket = new Socket(InetAddress.getByName(uri.getHost()), uri.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            long next = System.nanoTime();
            for (long i = 0; !closed; i++) {
                socket.getOutputStream().write(request(Thread.currentThread().getId() + "-" + i));
                count(status(socket.getInputStream()));
                next += periodNanos;
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            }
        } catch (IOException e) {
            others.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] request(String key) {
        return ("POST " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                        + "\r\nAuthorization: Bearer mhr_wrong-" + key + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads one answer to its end. */
    private static int status(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("The connection was closed");
            }
            head.append((char) read);
        }
        int at = head.indexOf("content-length: ") + "content-length: ".length();
        in.readNBytes(Integer.parseInt(head.substring(at, head.indexOf("\r\n", at))));
        return Integer.parseInt(head.substring(9, 12));
    }

    private void count(int status) {
        (status == 401 || status == 429 ? refused : others).incrementAndGet();
    }

    /** How many were refused as they should be. */
    long refused() {
        return refused.get();
    }

    /** How many were answered otherwise, or not at all. */
    long others() {
        return others.get();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
