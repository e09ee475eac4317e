package io.mehari.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds bytes that RFC 3629 forbids and the JSON parser takes: overlong forms, by which a character looks like none that
 * a filter knows, and code points beyond U+10FFFF. Other errors the parser finds itself. Safe for concurrent use.
 */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /**
     * The first byte that is no UTF-8.
     *
     * @param buffer holds a text
     * @param offset where it begins
     * @param length its bytes
     * @return its place in the text, from 0; -1 if there is none
     */
    static int firstBad(byte[] buffer, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (end - at >= Long.BYTES && ((long) LONGS.get(buffer, at) & HIGH_BITS) == 0) {
                at += Long.BYTES;
            } else if (buffer[at] < 0 && isBad(buffer[at] & 0xFF, at + 1 < end ? buffer[at + 1] & 0xFF : 0x90)) {
                return at - offset;
            } else {
                at++;
            }
        }
        return -1;
    }

    private static boolean isBad(int first, int second) {
        return switch (first) {
            case 0xC0, 0xC1 -> true;
            case 0xE0 -> second < 0xA0;
            case 0xF0 -> second < 0x90;
            case 0xF4 -> second > 0x8F;
            default -> first > 0xF4;
        };
    }
}
