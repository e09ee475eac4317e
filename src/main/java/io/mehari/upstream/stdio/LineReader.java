package io.mehari.upstream.stdio;

import io.mehari.network.ByteBudget;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream of bytes at line feeds, whatever the locale, and hands out each line where it lies in the buffer.
 * A line over the limit, or one for which the budget has no bytes left, is skipped to its end and never held. For one
 * thread.
 */
final class LineReader {
    private static final int INITIAL = 64 * 1024;
    private static final int KEPT = 256;

    private final InputStream in;
    private final int capacity;
    private final int first;
    private final Lines lines;
    private final ByteBudget.Share share;
    private byte[] buffer;
    private int start;
    private int scanned;
    private int end;
    private byte[] head;
    private boolean refused;
    private long skipped;

    /** Receives the lines. */
    interface Lines {
        /** One line without its line feed; the buffer is used again after the return. */
        void line(byte[] buffer, int offset, int length);

        /** A line over the limit, of which only the first and the last few bytes are known. */
        void overlong(byte[] head, byte[] tail, long length);

        /** A line that could not be held because of what others hold, of which only the ends are known. */
        default void unaffordable(byte[] head, byte[] tail, long length) {
            overlong(head, tail, length);
        }

        /** A line has passed the limit, and its end was not read yet. */
        default void endless(byte[] head) {
            // Its end is told, if it comes.
        }
    }

    LineReader(InputStream in, int limit, ByteBudget budget, Lines lines) {
        this.in = in;
        this.capacity = limit + 1;
        this.lines = lines;
        this.share = budget.share();
        this.first = Math.min(INITIAL, capacity);
        this.buffer = new byte[first];
    }

    /** Reads to the end of the stream. An unfinished last line is dropped. */
    void readAll() throws IOException {
        try (share) {
            for (int read = in.read(buffer, end, buffer.length - end);
                    read >= 0;
                    read = in.read(buffer, end, buffer.length - end)) {
                end += read;
                split();
                makeRoom();
            }
        }
    }

    private void split() {
        for (; scanned < end; scanned++) {
            if (buffer[scanned] == '\n') {
                emit(scanned - start);
                start = scanned + 1;
            }
        }
    }

    private void emit(int length) {
        if (head == null) {
            lines.line(buffer, start, length);
            return;
        }
        byte[] tail = Arrays.copyOfRange(buffer, Math.max(start, scanned - KEPT), scanned);
        if (refused) {
            lines.unaffordable(head, tail, skipped + length);
        } else {
            lines.overlong(head, tail, skipped + length);
        }
        head = null;
        refused = false;
        skipped = 0;
    }

    private void makeRoom() {
        int held = end - start;
        if (head != null || held >= capacity) {
            skip(held);
        } else if (buffer.length > first && held <= first / 2) {
            shrink(held);
        } else if (held == 0) {
            compact(buffer, 0);
        } else if (end == buffer.length) {
            grow(held);
        }
    }

    private void grow(int held) {
        if (held <= buffer.length / 2) {
            compact(buffer, held);
            return;
        }
        int wanted = (int) Math.min(buffer.length * 2L, capacity);
        if (share.hold(wanted)) {
            compact(new byte[wanted], held);
        } else {
            refused = true;
            skip(held);
        }
    }

    private void skip(int held) {
        if (head == null) {
            head = Arrays.copyOfRange(buffer, start, start + Math.min(KEPT, held));
            if (!refused) {
                lines.endless(head);
            }
        }
        int kept = Math.min(KEPT, held);
        skipped += held - kept;
        start = end - kept;
        shrink(kept);
    }

    private void shrink(int held) {
        compact(buffer.length > first ? new byte[first] : buffer, held);
        share.release();
    }

    private void compact(byte[] target, int held) {
        System.arraycopy(buffer, start, target, 0, held);
        buffer = target;
        start = 0;
        scanned = held;
        end = held;
    }
}
