package io.mehari.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.time.Instant;

/**
 * A part of a large result. Lengths are in characters; no character of two units is cut in half, so a part may be one unit
 * longer than was asked for. Immutable.
 *
 * @param handle of the result
 * @param format {@code text}, or {@code json} where the result is more than one text
 * @param total length of the whole
 * @param offset where the part begins
 * @param text the part; empty behind the end
 * @param expires when the result is forgotten at the latest
 */
public record ResultPage(String handle, String format, int total, int offset, String text, Instant expires) {
    /** Longest part that can be asked for. */
    public static final int MOST = 200_000;

    /** Length of a part where nothing is said. */
    public static final int USUAL = 20_000;

    static ResultPage of(String handle, KeptResult kept, int offset, int limit) {
        String whole = kept.whole();
        int from = whole(whole, Math.min(offset, whole.length()));
        int to = whole(whole, (int) Math.min((long) from + limit, whole.length()));
        return new ResultPage(handle, kept.format(), whole.length(), from, whole.substring(from, to), kept.expires());
    }

    /** The same place, or the one behind it where that is in the middle of a character. */
    private static int whole(String text, int at) {
        boolean within = at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
        return within ? at + 1 : at;
    }

    /**
     * Where the next part begins.
     *
     * @return the length of the whole if there is none
     */
    public int next() {
        return offset + text.length();
    }

    /**
     * For callers.
     *
     * @return {@code handle}, {@code format}, {@code total}, {@code offset}, {@code expires}, {@code text}; and {@code next},
     *     the offset of the next part, while there is one
     */
    public ObjectNode json() {
        ObjectNode json = Json.object()
                .put("handle", handle)
                .put("format", format)
                .put("total", total)
                .put("offset", offset)
                .put("expires", expires.toString())
                .put("text", text);
        return next() < total ? json.put("next", next()) : json;
    }
}
