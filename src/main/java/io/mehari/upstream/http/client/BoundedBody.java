package io.mehari.upstream.http.client;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Collects the parts of a body up to a bound. For one thread at a time. */
public final class BoundedBody {
    private static final int INITIAL = 1024;
    private static final int ERROR = 64 * 1024;

    private final int limit;
    private byte[] bytes = new byte[INITIAL];
    private int length;
    private boolean overflowed;

    /** An empty body that takes as much as a server should need to say what went wrong. */
    public static BoundedBody ofError() {
        return new BoundedBody(ERROR);
    }

    /** An empty body that takes this many bytes. */
    public BoundedBody(int limit) {
        this.limit = limit;
    }

    /** Adds a part; what is over the bound is dropped. */
    public void add(ByteBuf part) {
        int size = part.readableBytes();
        int taken = Math.min(size, limit - length);
        overflowed |= taken < size;
        if (length + taken > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(bytes.length * 2L, length + taken)));
        }
        part.readBytes(bytes, length, taken);
        length += taken;
    }

    /** Whether something was dropped. */
    public boolean overflowed() {
        return overflowed;
    }

    /** What was collected. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }
}
