package io.mehari.upstream.http.client;

import io.mehari.network.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;

/**
 * Collects the parts of a body up to a bound, and asks for the bytes it grows by. For one thread at a time, except that any
 * may {@link #release} it.
 */
public final class BoundedBody {
    /** Most bytes that a server should need to say what went wrong. */
    public static final int ERROR = 64 * 1024;

    private static final int INITIAL = 1024;
    private static final int MOST_DIGITS = 18;

    private final int limit;
    private final ByteBudget.Share share;
    private byte[] bytes = new byte[INITIAL];
    private int length;
    private long expected;
    private boolean overflowed;
    private boolean refused;

    /** An empty body that takes {@link #ERROR} bytes, which are not counted. */
    public static BoundedBody ofError() {
        return new BoundedBody(ERROR, ByteBudget.unlimited());
    }

    /**
     * An empty body.
     *
     * @param limit most bytes it takes
     * @param budget is asked before it grows
     */
    public BoundedBody(int limit, ByteBudget budget) {
        this.limit = limit;
        this.share = budget.share();
    }

    /** Learns how long the body will be, where the headers say it: it then grows to that and not beyond. */
    public void expect(HttpHeaders headers) {
        String digits = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        expected = digits != null && isNumber(digits) ? Long.parseLong(digits) : 0;
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MOST_DIGITS;
    }

    /** Adds a part; what is over the bound is dropped, and so is everything once the budget has refused. */
    public void add(ByteBuf part) {
        int size = part.readableBytes();
        int taken = Math.min(size, limit - length);
        overflowed |= taken < size;
        if (refused || !fits(length + taken)) {
            return;
        }
        part.readBytes(bytes, length, taken);
        length += taken;
    }

    private boolean fits(int wanted) {
        if (wanted <= bytes.length) {
            return true;
        }
        long doubled = Math.max(bytes.length * 2L, wanted);
        int capacity = (int) Math.min(limit, expected >= wanted ? Math.min(expected, doubled) : doubled);
        refused = !share.hold(capacity);
        if (!refused) {
            bytes = Arrays.copyOf(bytes, capacity);
        }
        return !refused;
    }

    /** Whether something was dropped because of the bound. */
    public boolean overflowed() {
        return overflowed;
    }

    /** Whether something was dropped because too many bytes are held already. */
    public boolean refused() {
        return refused;
    }

    /** How much was collected. */
    public int length() {
        return length;
    }

    /** What was collected. */
    public byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** Gives back what it was counted for. Nothing is added afterwards. */
    public void release() {
        share.close();
    }
}
