package io.mehari.endpoint.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The body of a request while it arrives: copied once, into the array that is parsed. For one thread. */
final class RequestBody {
    private static final byte[] EMPTY = {};
    private static final int FIRST_BYTES = 1024;

    private final boolean kept;
    private final int announced;
    private byte[] bytes = EMPTY;
    private long length;

    /**
     * A body of which nothing has arrived.
     *
     * @param kept false if nobody reads it, so that it is counted only
     * @param announced its length, where the head says it; -1 where it does not
     */
    RequestBody(boolean kept, int announced) {
        this.kept = kept;
        this.announced = announced;
    }

    /**
     * Takes the next part.
     *
     * @param part stays its owner's
     */
    void add(ByteBuf part) {
        int more = part.readableBytes();
        if (kept && more > 0) {
            int used = (int) length;
            grow(used + more);
            part.getBytes(part.readerIndex(), bytes, used, more);
        }
        length += more;
    }

    /**
     * What has arrived.
     *
     * @return bytes
     */
    long length() {
        return length;
    }

    /**
     * The whole body.
     *
     * @return not to be changed; empty if it is not kept
     */
    byte[] complete() {
        return !kept || bytes.length == length ? bytes : Arrays.copyOf(bytes, (int) length);
    }

    private void grow(int needed) {
        if (needed > bytes.length) {
            int wanted = announced >= needed ? announced : Math.max(needed, Math.max(FIRST_BYTES, 2 * bytes.length));
            bytes = Arrays.copyOf(bytes, wanted);
        }
    }
}
