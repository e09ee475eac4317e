package io.mehari.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads HTTP/1.1 replies with a Content-Length or in chunks from pieces of any size, as cheaply as can be: it looks for
 * the end of the head, the status and the lengths, and counts the rest.
 */
final class ReplyReader {
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final String LENGTH = "\r\ncontent-length:";
    private static final String CHUNKED = "\r\ntransfer-encoding: chunked\r";
    private static final int LINE_END = 2;
    private static final int HEX = 16;

    private final byte[] head = new byte[LONGEST_HEAD];
    private int headLength;
    private long missing = -1;
    private boolean chunked;
    private boolean lastChunk;
    private int status;

    /**
     * Takes the next piece.
     *
     * @return whether it completed a reply
     * @throws IllegalStateException if this is no reply of the kind it reads
     */
    boolean read(ByteBuf bytes) {
        while (bytes.isReadable()) {
            if (missing < 0) {
                takeHead(bytes);
            } else {
                int taken = (int) Math.min(missing, bytes.readableBytes());
                bytes.skipBytes(taken);
                missing -= taken;
            }
            if (missing == 0 && isComplete()) {
                return true;
            }
        }
        return false;
    }

    /** The body, or a chunk of it, has been read. */
    private boolean isComplete() {
        missing = -1;
        headLength = 0;
        boolean complete = !chunked || lastChunk;
        chunked &= !complete;
        lastChunk = false;
        return complete;
    }

    /** Status of the reply that was completed last. */
    int status() {
        return status;
    }

    private void takeHead(ByteBuf bytes) {
        if (headLength == LONGEST_HEAD) {
            throw new IllegalStateException("The head of the reply is longer than " + LONGEST_HEAD + " bytes");
        }
        head[headLength++] = bytes.readByte();
        if (chunked) {
            takeSize();
        } else if (head[headLength - 1] == '\n' && headLength >= 4 && head[headLength - 3] == '\n') {
            parse(new String(head, 0, headLength, StandardCharsets.ISO_8859_1));
        }
    }

    /** The line before a chunk; the last chunk is empty and followed by an empty line as well. */
    private void takeSize() {
        if (head[headLength - 1] == '\n') {
            long size = 0;
            for (int i = 0, digit = hex(0); digit >= 0; digit = hex(++i)) {
                size = size * HEX + digit;
            }
            lastChunk = size == 0;
            missing = size + LINE_END;
        }
    }

    private int hex(int at) {
        return Character.digit(head[at], HEX);
    }

    private void parse(String text) {
        status = Integer.parseInt(text, 9, 12, 10);
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains(CHUNKED)) {
            chunked = true;
            headLength = 0;
            return;
        }
        int begin = lower.indexOf(LENGTH);
        if (begin < 0) {
            throw new IllegalStateException("The reply has neither Content-Length nor chunks: "
                    + text.lines().findFirst().orElse(""));
        }
        int end = text.indexOf('\r', begin + LENGTH.length());
        missing = Long.parseLong(text.substring(begin + LENGTH.length(), end).trim());
    }
}
