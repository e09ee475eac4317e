package io.mehari.protocol;

/**
 * Estimates, from the bytes of a JSON text, how much memory its tree takes: without parsing, by counting what separates
 * values. A long text weighs little more than its bytes, an array of small numbers many times as much. Safe for concurrent
 * use.
 */
public final class JsonWeight {
    /** A node, its place in its parent and, for members of objects, the entry and the name. */
    private static final int PER_VALUE = 56;

    private JsonWeight() {}

    /**
     * The weight of a text and its tree together.
     *
     * @param bytes holds the text
     * @param offset where it begins
     * @param length its bytes
     * @return bytes, at least the length
     */
    public static long of(byte[] bytes, int offset, int length) {
        long separators = 0;
        for (int at = offset; at < offset + length; at++) {
            byte b = bytes[at];
            if (b == ',' || b == '[' || b == '{') {
                separators++;
            }
        }
        return length + (separators + 1) * PER_VALUE;
    }
}
