package io.mehari.capacity;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mehari.protocol.Json;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads answers of HTTP/1.1 (RFC 9112) that come in pieces: their status, where they end, and of a failure the code of its
 * outcome. Not safe for concurrent use.
 */
final class ReplyReader {
    private static final int OK = 200;
    /** More of a failure is not read for its code. */
    private static final int MOST_KEPT = 64 * 1024;

    private static final int LINE_END = 2;

    private final ReplyHead head = new ReplyHead();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    /** Of the body or the chunk; negative while a head or the size of a chunk is read. */
    private long missing = -1;

    private boolean chunked;
    private boolean lastChunk;

    /**
     * Takes the next piece.
     *
     * @return whether an answer is complete now
     * @throws IllegalStateException if this is no answer of this kind
     */
    boolean read(ByteBuf bytes) {
        while (bytes.isReadable()) {
            if (missing < 0) {
                begin(bytes);
            } else {
                take(bytes);
            }
            if (missing == 0 && isComplete()) {
                return true;
            }
        }
        return false;
    }

    private void begin(ByteBuf bytes) {
        if (chunked) {
            if (head.readSize(bytes)) {
                lastChunk = head.size() == 0;
                missing = head.size() + LINE_END;
            }
        } else if (head.read(bytes)) {
            kept.reset();
            chunked = head.isChunked();
            missing = chunked ? -1 : head.size();
        }
    }

    private void take(ByteBuf bytes) {
        int taken = (int) Math.min(missing, bytes.readableBytes());
        if (head.status() != OK && kept.size() + taken <= MOST_KEPT) {
            byte[] piece = new byte[taken];
            bytes.readBytes(piece);
            kept.writeBytes(piece);
        } else {
            bytes.skipBytes(taken);
        }
        missing -= taken;
    }

    private boolean isComplete() {
        missing = -1;
        boolean complete = !chunked || lastChunk;
        chunked &= !complete;
        lastChunk = false;
        return complete;
    }

    /** Whether the gateway closes the connection after this answer. */
    boolean isLast() {
        return head.isLast();
    }

    /** The code of the outcome of the answer that was completed last. */
    String outcome() {
        if (head.status() == OK) {
            return StepResult.SUCCESS;
        }
        String other = "http_" + head.status();
        try {
            return Json.read(kept.toString(StandardCharsets.UTF_8))
                    .at("/error/code")
                    .asText(other);
        } catch (JsonProcessingException e) {
            return other;
        }
    }
}
