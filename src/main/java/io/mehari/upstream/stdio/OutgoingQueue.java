package io.mehari.upstream.stdio;

import io.mehari.upstream.session.OutgoingMessage;
import java.util.ArrayDeque;
import java.util.Deque;

/** The bounded queue between callers, who never wait, and the one writer, who does. Safe for concurrent use. */
final class OutgoingQueue {
    private static final int SPARE = 4;

    private final int maxMessages;
    private final long maxBytes;
    private final Deque<OutgoingMessage> lines = new ArrayDeque<>();
    private long bytes;
    private boolean closed;
    private boolean writerWaits;

    /** What became of an offered line. */
    enum Result {
        ACCEPTED,
        FULL,
        CLOSED
    }

    OutgoingQueue(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    synchronized Result offer(OutgoingMessage line) {
        if (closed) {
            return Result.CLOSED;
        }
        int size = line.bytes().length;
        if (!lines.isEmpty() && (lines.size() >= maxMessages || bytes + size > maxBytes)) {
            return Result.FULL;
        }
        lines.add(line);
        bytes += size;
        if (writerWaits) {
            notifyAll();
        }
        return Result.ACCEPTED;
    }

    /**
     * As {@link #offer}, but only while at most a quarter of what may wait does: answers to what a server asks for must not
     * take the room of calls.
     */
    synchronized Result offerSpare(OutgoingMessage line) {
        boolean crowded =
                lines.size() >= Math.max(1, maxMessages / SPARE) || bytes + line.bytes().length > maxBytes / SPARE;
        return !closed && !lines.isEmpty() && crowded ? Result.FULL : offer(line);
    }

    /** The next line, waiting for one; null once closed. */
    synchronized OutgoingMessage take() throws InterruptedException {
        while (lines.isEmpty() && !closed) {
            writerWaits = true;
            wait();
        }
        writerWaits = false;
        return poll();
    }

    /** The next line if there is one. */
    synchronized OutgoingMessage poll() {
        OutgoingMessage line = lines.poll();
        if (line != null) {
            bytes -= line.bytes().length;
        }
        return line;
    }

    /** Refuses all further lines and drops those waiting. */
    synchronized void close() {
        closed = true;
        lines.clear();
        bytes = 0;
        notifyAll();
    }
}
