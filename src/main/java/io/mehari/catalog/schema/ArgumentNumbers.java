package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Violation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/**
 * Counts the values of arguments and finds a number that would take too many digits if it were written out, before any
 * keyword does so: {@code 1e10000000} is ten bytes and keeps a thread busy for minutes. For one use.
 */
final class ArgumentNumbers {
    /** Most digits that a number may have, written out without an exponent. */
    static final int MOST_DIGITS = 1_000;

    /** More bits than {@link #MOST_DIGITS} digits take; counting the digits of a larger number takes long. */
    private static final int MOST_BITS = 4 * MOST_DIGITS;

    private long values;

    private ArgumentNumbers(JsonNode node) {
        walk(node, null);
    }

    /**
     * Counts.
     *
     * @param arguments the arguments
     * @return their number of values
     * @throws TooLongException if one of them is such a number
     */
    static long count(JsonNode arguments) {
        return new ArgumentNumbers(arguments).values;
    }

    /**
     * Whether a number would take more than {@link #MOST_DIGITS} digits.
     *
     * @param number a number
     * @return true if so
     */
    static boolean isTooLong(JsonNode number) {
        if (number.isBigInteger()) {
            return isTooLong(number.bigIntegerValue());
        }
        return number.isBigDecimal() && isTooLong(number.decimalValue());
    }

    private static boolean isTooLong(BigInteger number) {
        return number.bitLength() > MOST_BITS || new BigDecimal(number).precision() > MOST_DIGITS;
    }

    private static boolean isTooLong(BigDecimal number) {
        long scale = number.scale();
        if (number.signum() == 0) {
            return false; // of any scale: no keyword writes it out
        }
        return isTooLong(number.unscaledValue()) || (scale > 0 ? scale : number.precision() - scale) > MOST_DIGITS;
    }

    private void walk(JsonNode node, Place parent) {
        values++;
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                if (member.getValue().isValueNode()) {
                    value(member.getValue(), parent, member.getKey());
                } else {
                    walk(member.getValue(), new Place(parent, member.getKey()));
                }
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                if (node.get(i).isValueNode()) {
                    value(node.get(i), parent, i);
                } else {
                    walk(node.get(i), new Place(parent, i));
                }
            }
        }
    }

    private void value(JsonNode value, Place parent, Object name) {
        values++;
        if (value.isNumber() && isTooLong(value)) {
            throw new TooLongException(new Place(parent, name).pointer());
        }
    }

    private record Place(Place parent, Object name) {
        String pointer() {
            String above = parent == null ? "" : parent.pointer();
            return above + "/" + Pointers.escaped(name.toString());
        }
    }

    /** There is such a number. Has no stack trace: it is a result, not a defect. */
    static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private static final int MOST_POINTER = 2_000;

        private final String pointer;

        TooLongException(String pointer) {
            super("Too many digits", null, false, false);
            this.pointer = pointer.length() <= MOST_POINTER ? pointer : pointer.substring(0, MOST_POINTER) + "...";
        }

        Violation violation() {
            return new Violation(
                    pointer,
                    pointer + ": the number takes more than " + MOST_DIGITS + " digits without its exponent, which is"
                            + " the limit",
                    "number");
        }
    }
}
