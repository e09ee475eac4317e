package io.mehari.cache;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * One spelling per number: its digits without trailing zeros, then the power of ten if there is one, as in {@code
 * 12e3}. Takes time by the digits written, never by the size of the exponent: {@code 1e999999999} costs what {@code
 * 1e9} costs.
 */
final class CanonicalNumber {
    private CanonicalNumber() {}

    static String of(JsonNode number) {
        return switch (number.numberType()) {
            case INT, LONG -> spell(number.longValue(), 0);
            case BIG_INTEGER -> spell(number.bigIntegerValue().toString(), 0);
            case BIG_DECIMAL -> spell(number.decimalValue());
            case FLOAT, DOUBLE -> ofBinary(number);
        };
    }

    /** Binary fractions stand for the decimal number that would be sent; those that are no number for their name. */
    private static String ofBinary(JsonNode number) {
        return Double.isFinite(number.doubleValue()) ? spell(new BigDecimal(number.asText())) : number.asText();
    }

    private static String spell(BigDecimal decimal) {
        return decimal.precision() <= 18
                ? spell(decimal.unscaledValue().longValue(), -(long) decimal.scale())
                : spell(decimal.unscaledValue().toString(), -(long) decimal.scale());
    }

    private static String spell(long digits, long exponent) {
        if (digits == 0) {
            return "0";
        }
        long stripped = digits;
        long power = exponent;
        while (stripped % 10 == 0) {
            stripped /= 10;
            power++;
        }
        return spelling(Long.toString(stripped), power);
    }

    private static String spell(String digits, long exponent) {
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return end == 1 && digits.charAt(0) == '0'
                ? "0"
                : spelling(digits.substring(0, end), exponent + digits.length() - end);
    }

    private static String spelling(String digits, long power) {
        return power == 0 ? digits : digits + 'e' + power;
    }
}
