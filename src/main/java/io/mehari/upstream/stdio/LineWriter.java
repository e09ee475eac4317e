package io.mehari.upstream.stdio;

import io.mehari.upstream.session.OutgoingMessage;
import java.io.IOException;
import java.io.OutputStream;

/** Writes what is queued to the server's stdin, many lines at a time, until the queue is closed. For one thread. */
final class LineWriter {
    private static final int BATCH = 64 * 1024;

    private final OutgoingQueue queue;
    private final OutputStream out;
    private final byte[] batch = new byte[BATCH];
    private int filled;

    LineWriter(OutgoingQueue queue, OutputStream out) {
        this.queue = queue;
        this.out = out;
    }

    /** Writes until the queue is closed. */
    void writeAll() throws IOException, InterruptedException {
        boolean open = true;
        while (open) {
            open = writeBatch();
        }
    }

    /** Waits in a method of its own, which holds nothing of what was written before: that may be large. */
    private boolean writeBatch() throws IOException, InterruptedException {
        OutgoingMessage first = queue.take();
        if (first == null) {
            return false;
        }
        for (OutgoingMessage next = first; next != null; next = filled < BATCH / 2 ? queue.poll() : null) {
            add(next);
        }
        flush();
        return true;
    }

    private void add(OutgoingMessage line) throws IOException {
        if (!line.claim()) {
            return;
        }
        byte[] bytes = line.bytes();
        if (bytes.length > BATCH - filled) {
            flush();
        }
        if (bytes.length > BATCH) {
            out.write(bytes);
        } else {
            System.arraycopy(bytes, 0, batch, filled, bytes.length);
            filled += bytes.length;
        }
    }

    private void flush() throws IOException {
        out.write(batch, 0, filled);
        filled = 0;
        out.flush();
    }
}
