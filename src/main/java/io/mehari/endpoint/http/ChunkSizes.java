package io.mehari.endpoint.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Reads along the sizes of chunks (RFC 9112, section 7.1), so that a body which announces itself as too large is refused
 * before it has come. Decides nothing else: the decoder frames. For one thread.
 */
final class ChunkSizes {
    private final long limit;
    private boolean inChunks;
    private long left;
    private long total;

    /**
     * Outside any body.
     *
     * @param limit largest body
     */
    ChunkSizes(long limit) {
        this.limit = limit;
    }

    /**
     * Looks at what the decoder is about to read.
     *
     * @param bytes at the place where the decoder is; not moved
     * @return true if a chunk begins there with which the body is over the limit
     */
    boolean isOver(ByteBuf bytes) {
        if (!inChunks || left > 0) {
            return false;
        }
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex() && bytes.getByte(at) <= ' ') {
            at++;
        }
        int end = bytes.indexOf(at, bytes.writerIndex(), (byte) '\n');
        if (end < 0) {
            return false;
        }
        long size = 0;
        for (int digit = digit(bytes, at); digit >= 0 && at < end && size <= limit; digit = digit(bytes, ++at)) {
            size = size * 16 + digit;
        }
        left = size;
        total += size;
        return total > limit;
    }

    /**
     * Follows what the decoder has made of the bytes.
     *
     * @param part the next part of a request
     */
    void read(Object part) {
        if (part instanceof HttpRequest head) {
            inChunks = HttpUtil.isTransferEncodingChunked(head);
            left = 0;
            total = 0;
        }
        if (part instanceof HttpContent content) {
            left -= content.content().readableBytes();
            inChunks &= !(part instanceof LastHttpContent);
        }
    }

    private static int digit(ByteBuf bytes, int at) {
        return at < bytes.writerIndex() ? Character.digit(bytes.getByte(at), 16) : -1;
    }
}
