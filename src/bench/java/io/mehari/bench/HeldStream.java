package io.mehari.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A stream of events that is held open and read from. Safe for concurrent use. */
final class HeldStream implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final String name;
    private final Socket socket;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile boolean open = true;

    /**
     * Opens it.
     *
     * @param name for messages
     */
    HeldStream(String name, HttpCall call) throws IOException {
        this.name = name;
        this.socket = new Socket(call.uri().getHost(), call.uri().getPort());
        socket.getOutputStream().write(call.wire());
        Thread reader = new Thread(this::read, "mehari-bench-stream");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add(e.toString());
        } finally {
            open = false;
        }
    }

    /**
     * The next line with this text in it; those before it are gone.
     *
     * @throws IllegalStateException if none comes
     */
    String await(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        String last = "";
        while (System.nanoTime() - end < 0) {
            String line = lines.poll(100, TimeUnit.MILLISECONDS);
            if (line != null && line.contains(text)) {
                return line;
            }
            last = line == null ? last : line;
        }
        throw new IllegalStateException(name + ": no line with " + text + ", the last was: " + last + (open ? "" : " (closed)"));
    }

    /** Whether the other side has not ended it. */
    boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
