package io.mehari.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads HTTP/1.1 replies with a Content-Length from pieces of any size, as cheaply as can be: it looks for the end
 * of the head, the status and the length, and counts the rest.
 */
final class ReplyReader {
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final String LENGTH = "\r\ncontent-length:";

    private final byte[] head = new byte[LONGEST_HEAD];
    private int headLength;
    private long missing = -1;
    private int status;

    /**
     * Takes the next piece.
     *
     * @return whether it completed a reply
     * @throws IllegalStateException if this is no reply of the kind it reads
     */
    boolean read(ByteBuf bytes) {
        while (missing < 0 && bytes.isReadable()) {
            takeHead(bytes);
        }
        if (missing < 0) {
            return false;
        }
        int taken = (int) Math.min(missing, bytes.readableBytes());
        bytes.skipBytes(taken);
        missing -= taken;
        if (missing > 0) {
            return false;
        }
        missing = -1;
        headLength = 0;
        return true;
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
        if (head[headLength - 1] == '\n' && headLength >= 4 && head[headLength - 3] == '\n') {
            parse(new String(head, 0, headLength, StandardCharsets.ISO_8859_1));
        }
    }

    private void parse(String text) {
        status = Integer.parseInt(text, 9, 12, 10);
        int begin = text.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (begin < 0) {
            throw new IllegalStateException("The reply has no Content-Length: "
                    + text.lines().findFirst().orElse(""));
        }
        int end = text.indexOf('\r', begin + LENGTH.length());
        missing = Long.parseLong(text.substring(begin + LENGTH.length(), end).trim());
    }
}
