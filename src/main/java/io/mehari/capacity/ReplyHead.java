package io.mehari.capacity;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The head of an answer of HTTP/1.1, and the size lines of its chunks. Not safe for concurrent use. */
final class ReplyHead {
    private static final int LONGEST = 64 * 1024;
    private static final String LENGTH = "\r\ncontent-length:";
    private static final String CHUNKED = "\r\ntransfer-encoding: chunked\r";
    private static final String CLOSE = "\r\nconnection: close\r";
    private static final int HEX = 16;

    private final byte[] bytes = new byte[LONGEST];
    private int length;
    private int status;
    private long size;
    private boolean chunked;
    private boolean last;

    /** Takes bytes until the empty line that ends the head; whether that has come. */
    boolean read(ByteBuf from) {
        while (from.isReadable()) {
            add(from.readByte());
            if (bytes[length - 1] == '\n' && length >= 4 && bytes[length - 3] == '\n') {
                parse(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
                length = 0;
                return true;
            }
        }
        return false;
    }

    /** Takes bytes until the end of a line with the size of a chunk; whether that has come. */
    boolean readSize(ByteBuf from) {
        while (from.isReadable()) {
            add(from.readByte());
            if (bytes[length - 1] == '\n') {
                String line = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
                size = Long.parseLong(line.split("[;\\s]", 2)[0], HEX);
                length = 0;
                return true;
            }
        }
        return false;
    }

    private void add(byte next) {
        if (length == LONGEST) {
            throw new IllegalStateException("The head of the answer is longer than " + LONGEST + " bytes");
        }
        bytes[length++] = next;
    }

    private void parse(String text) {
        status = Integer.parseInt(text, 9, 12, 10);
        String lower = text.toLowerCase(Locale.ROOT);
        last = lower.contains(CLOSE);
        chunked = lower.contains(CHUNKED);
        int begin = lower.indexOf(LENGTH);
        if (!chunked && begin < 0) {
            throw new IllegalStateException("The answer has neither Content-Length nor chunks");
        }
        size = chunked
                ? 0
                : Long.parseLong(text.substring(begin + LENGTH.length(), text.indexOf('\r', begin + LENGTH.length()))
                        .trim());
    }

    int status() {
        return status;
    }

    /** Of the body, or of the chunk. */
    long size() {
        return size;
    }

    boolean isChunked() {
        return chunked;
    }

    /** Whether the connection ends after this answer. */
    boolean isLast() {
        return last;
    }
}
