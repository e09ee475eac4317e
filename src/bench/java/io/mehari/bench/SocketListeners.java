package io.mehari.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many WebSockets (RFC 6455) of the live plane that listen, read by one thread that looks at heads of frames only: so cheap
 * that what is measured is the server. Safe for concurrent use.
 */
public final class SocketListeners implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    private static final int SMALL = 4 * 1024;
    private static final long LIMIT_NANOS = 60_000_000_000L;

    private final Selector selector;
    private final List<SocketFrames> open = new ArrayList<>();
    private final InetSocketAddress address;
    private final AtomicLong lastAt = new AtomicLong();
    private final Thread reader = new Thread(this::read, "mehari-bench-listeners");
    private volatile boolean closed;

    /** Of the thread that opens connections. */
    private int readers;

    /**
     * No connections yet.
     *
     * @param port of a live plane on this machine
     * @throws IOException if there is no selector
     */
    public SocketListeners(int port) throws IOException {
        this.address = new InetSocketAddress("127.0.0.1", port);
        this.selector = Selector.open();
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Opens connections that listen to topics, and waits until each is subscribed.
     *
     * @param number how many
     * @param topics as JSON, such as {@code "stats"} with its quotes
     * @param reading whether they read what comes after that
     * @throws IOException if one cannot be opened
     */
    public void open(int number, String topics, boolean reading) throws IOException {
        String request = "{\"id\":1,\"method\":\"subscribe\",\"params\":{\"topics\":[" + topics + "]}}";
        for (int i = 0; i < number; i++) {
            SocketChannel channel = SocketChannel.open();
            if (!reading) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
            }
            channel.connect(address);
            channel.socket().setSoTimeout(20_000);
            channel.write(ByteBuffer.wrap(("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + address.getPort()
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)));
            requireUpgrade(channel.socket().getInputStream());
            channel.write(SocketFrames.masked(1, request.getBytes(StandardCharsets.UTF_8)));
            SocketFrames frames = new SocketFrames(channel);
            if (!reading) {
                channel.socket().getInputStream().read(); // its subscription is answered
            } else {
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, frames);
                selector.wakeup();
            }
            synchronized (open) {
                open.add(frames);
            }
        }
        if (reading) {
            readers += number;
            await(1, readers);
        }
    }

    private static void requireUpgrade(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("The connection was closed after " + head);
            }
            head.append((char) read);
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("Not upgraded: " + head);
        }
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (!closed) {
                selector.select(key -> {
                    try {
                        if (((SocketFrames) key.attachment()).read(buffer)) {
                            lastAt.set(System.nanoTime());
                        }
                    } catch (IOException e) {
                        key.cancel();
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until so many connections have so many messages each.
     *
     * @param messages each, the answer to its subscription included
     * @param connections how many of those that read
     * @return when the last message of all came, on {@link System#nanoTime()}'s clock
     */
    public long await(long messages, int connections) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (open().stream().filter(each -> each.messages() >= messages).count() < connections) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(new TimeoutException("Not all messages came within a minute"));
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return lastAt.get();
    }

    /** {@return messages that all connections have got together} */
    public long messages() {
        return open().stream().mapToLong(SocketFrames::messages).sum();
    }

    /** {@return connections that the server has ended} */
    public long ended() {
        return open().stream().filter(SocketFrames::isEnded).count();
    }

    private List<SocketFrames> open() {
        synchronized (open) {
            return List.copyOf(open);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.close();
        for (SocketFrames each : open()) {
            each.close();
        }
    }
}
