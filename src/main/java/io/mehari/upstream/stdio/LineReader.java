package io.mehari.upstream.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream of bytes at line feeds, whatever the locale, and hands out each line where it lies in the buffer.
 * A line over the limit is skipped to its end and never held. For one thread.
 */
final class LineReader {
    private static final int INITIAL = 64 * 1024;
    private static final int KEPT = 256;

    private final InputStream in;
    private final int capacity;
    private final Lines lines;
    private byte[] buffer;
    private int start;
    private int scanned;
    private int end;
    private byte[] head;
    private long skipped;

    /** Receives the lines. */
    interface Lines {
        /** One line without its line feed; the buffer is used again after the return. */
        void line(byte[] buffer, int offset, int length);

        /** A line over the limit, of which only the first and the last few bytes are known. */
        void overlong(byte[] head, byte[] tail, long length);
    }

    LineReader(InputStream in, int limit, Lines lines) {
        this.in = in;
        this.capacity = limit + 1;
        this.lines = lines;
        this.buffer = new byte[Math.min(INITIAL, capacity)];
    }

    /** Reads to the end of the stream. An unfinished last line is dropped. */
    void readAll() throws IOException {
        for (int read = in.read(buffer, end, buffer.length - end);
                read >= 0;
                read = in.read(buffer, end, buffer.length - end)) {
            end += read;
            split();
            makeRoom();
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
        if (head != null) {
            byte[] tail = Arrays.copyOfRange(buffer, Math.max(start, scanned - KEPT), scanned);
            lines.overlong(head, tail, skipped + length);
            head = null;
            skipped = 0;
        } else {
            lines.line(buffer, start, length);
        }
    }

    private void makeRoom() {
        int held = end - start;
        if (head != null || held >= capacity) {
            skip(held);
        } else if (held == 0) {
            compact(buffer.length > INITIAL ? new byte[Math.min(INITIAL, capacity)] : buffer, 0);
        } else if (end == buffer.length) {
            boolean full = held > buffer.length / 2;
            compact(full ? new byte[(int) Math.min(buffer.length * 2L, capacity)] : buffer, held);
        }
    }

    private void skip(int held) {
        if (head == null) {
            head = Arrays.copyOfRange(buffer, start, start + Math.min(KEPT, held));
        }
        int kept = Math.min(KEPT, held);
        skipped += held - kept;
        start = end - kept;
        compact(buffer.length > INITIAL ? new byte[Math.min(INITIAL, capacity)] : buffer, kept);
    }

    private void compact(byte[] target, int held) {
        System.arraycopy(buffer, start, target, 0, held);
        buffer = target;
        start = 0;
        scanned = held;
        end = held;
    }
}
