package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.TreeMap;

/**
 * A JSON value as a key of a hash map: equal for values that JSON Schema calls equal, so 1 and 1.0, and whatever the
 * order of members. Keys of one hash have an order, by which a map finds them: callers can choose texts of one hash.
 *
 * @param text the value in one certain form
 */
record ValueKey(String text) implements Comparable<ValueKey> {
    /** Characters that cost as much as one step. */
    private static final int CHARACTERS_PER_STEP = 32;

    /** Every integer of fewer digits is a long. */
    private static final int LONG_DIGITS = 19;

    /**
     * The key of a value.
     *
     * @param value any value
     * @param run counts the work
     * @return never null
     */
    static Object of(JsonNode value, CheckRun run) {
        run.step(1);
        if (value.isTextual()) {
            run.step(value.textValue().length() / CHARACTERS_PER_STEP);
            return value.textValue();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isNumber() && isLong(value.decimalValue())) {
            return value.decimalValue().longValueExact();
        }
        return new ValueKey(canonical(value, run));
    }

    private static boolean isLong(BigDecimal number) {
        return number.signum() == 0
                || (long) number.precision() - number.scale() < LONG_DIGITS
                        && (number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0);
    }

    private static String canonical(JsonNode value, CheckRun run) {
        StringBuilder text = new StringBuilder();
        append(text, value, run);
        return text.toString();
    }

    private static void append(StringBuilder text, JsonNode value, CheckRun run) {
        run.step(1);
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            text.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString());
        } else if (value.isTextual()) {
            run.step(value.textValue().length() / CHARACTERS_PER_STEP);
            quoted(text, value.textValue());
        } else if (value.isArray()) {
            text.append('[');
            value.forEach(item -> {
                append(text, item, run);
                text.append(',');
            });
            text.append(']');
        } else if (value.isObject()) {
            text.append('{');
            TreeMap<String, JsonNode> members = new TreeMap<>();
            value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            members.forEach((name, member) -> {
                quoted(text, name);
                append(text, member, run);
            });
            text.append('}');
        } else {
            text.append(value.asText());
        }
    }

    /** With its length in front, so that no text can look like something else. */
    private static void quoted(StringBuilder text, String string) {
        text.append('"').append(string.length()).append(':').append(string);
    }

    @Override
    public int compareTo(ValueKey other) {
        return text.compareTo(other.text);
    }
}
