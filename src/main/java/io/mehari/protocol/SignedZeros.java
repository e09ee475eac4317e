package io.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;

/**
 * Reads {@code -0.0} as a floating point number, since a {@link BigDecimal} has no sign then. For one text in which such a
 * literal may stand, and one thread.
 */
final class SignedZeros extends JsonParserDelegate {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    SignedZeros(JsonParser parser) {
        super(parser);
    }

    /** {@return whether {@code -0.} or {@code -0e} stands anywhere} */
    static boolean mayOccurIn(byte[] buffer, int offset, int length) {
        int last = offset + length - 3;
        for (int at = offset; at < last; at++) {
            while (last - at >= Long.BYTES && !hasDash((long) LONGS.get(buffer, at))) {
                at += Long.BYTES;
            }
            if (buffer[at] == '-' && buffer[at + 1] == '0' && beginsFraction(buffer[at + 2])) {
                return true;
            }
        }
        return false;
    }

    static boolean mayOccurIn(String text) {
        return text.contains("-0.") || text.contains("-0e") || text.contains("-0E");
    }

    private static boolean hasDash(long bytes) {
        long dashesAreZero = bytes ^ ('-' * ONES);
        return ((dashesAreZero - ONES) & ~dashesAreZero & HIGH_BITS) != 0;
    }

    private static boolean beginsFraction(byte character) {
        return character == '.' || character == 'e' || character == 'E';
    }

    /** What is no number for a {@link BigDecimal} is asked for as {@link #getDoubleValue}. */
    @Override
    public boolean isNaN() throws IOException {
        return super.isNaN() || isSignedZero();
    }

    @Override
    public NumberTypeFP getNumberTypeFP() throws IOException {
        return isSignedZero() ? NumberTypeFP.DOUBLE64 : super.getNumberTypeFP();
    }

    @Override
    public double getDoubleValue() throws IOException {
        return isSignedZero() ? -0.0 : super.getDoubleValue();
    }

    private boolean isSignedZero() throws IOException {
        return getText().startsWith("-") && getDecimalValue().signum() == 0;
    }
}
