package io.mehari.bridge;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Writes messages to the client, each on a line of its own, by one thread. Whoever adds one is told when it is written, and
 * waits with the next until then: so the queue is bounded by the number of those who write. Safe for concurrent use.
 */
final class MessageWriter {
    private static final Entry LAST = new Entry(new byte[0], new CompletableFuture<>());

    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final OutputStream out;
    private final CompletableFuture<Void> broken = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "mehari-stdout");

    @SuppressWarnings("java:S6218") // never compared
    private record Entry(byte[] message, CompletableFuture<Void> written) {}

    /**
     * @param out what the client reads
     */
    MessageWriter(OutputStream out) {
        this.out = out;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Adds a message.
     *
     * @param message JSON without a line feed in it
     * @return done when it is written, or never will be because the client reads no more
     */
    CompletableFuture<Void> write(byte[] message) {
        Entry entry = new Entry(message, new CompletableFuture<>());
        queue.add(entry);
        if (broken.isDone()) {
            entry.written().complete(null);
        }
        return entry.written();
    }

    /** Done when the client reads no more. */
    CompletableFuture<Void> broken() {
        return broken;
    }

    /** Writes what is there and ends, within this time, in milliseconds. */
    void close(long millis) throws InterruptedException {
        queue.add(LAST);
        thread.join(Math.max(1, millis));
    }

    private void run() {
        try {
            for (Entry next = queue.take(); next != LAST; next = queue.take()) {
                write(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Entry entry) {
        try {
            if (!broken.isDone()) {
                out.write(entry.message());
                out.write('\n');
                out.flush();
            }
        } catch (IOException e) {
            broken.complete(null);
        } finally {
            entry.written().complete(null);
        }
    }
}
