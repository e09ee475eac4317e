package io.mehari.catalog.mcpo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.mehari.catalog.mcpo.PydanticRun.Fit;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Types that hold nothing, and the one that holds anything. */
enum PydanticScalar implements PydanticType {
    /** Anything. */
    ANY("any") {
        @Override
        public JsonNode take(JsonNode value, PydanticRun run) {
            run.fits(Fit.STRICT);
            return PythonValues.of(value);
        }
    },
    /** Null. */
    NONE("none") {
        @Override
        public JsonNode take(JsonNode value, PydanticRun run) {
            return value.isNull() ? NullNode.instance : violated(run, "none_required", "Input should be None");
        }
    },
    /** A text, and nothing that could be made one. */
    STR("str") {
        @Override
        public JsonNode take(JsonNode value, PydanticRun run) {
            return value.isTextual() ? value : violated(run, "string_type", "Input should be a valid string");
        }
    },
    /** An integer of any size, or what has no fraction. */
    INT("int") {
        @Override
        public JsonNode take(JsonNode value, PydanticRun run) {
            if (value.isIntegralNumber()) {
                return value;
            }
            run.fits(Fit.LAX);
            if (value.isTextual()) {
                return parsedInt(value.textValue(), run);
            }
            if (value.isBoolean()) {
                return IntNode.valueOf(value.booleanValue() ? 1 : 0);
            }
            return value.isFloatingPointNumber()
                    ? integral(value.doubleValue(), run)
                    : violated(run, "int_type", "Input should be a valid integer");
        }
    },
    /** A number of floating point. */
    FLOAT("float") {
        @Override
        public JsonNode take(JsonNode value, PydanticRun run) {
            if (value.isNumber()) {
                run.fits(value.isIntegralNumber() ? Fit.STRICT : Fit.EXACT);
                return PythonValues.number(value.doubleValue());
            }
            run.fits(Fit.LAX);
            if (value.isBoolean()) {
                return PythonValues.number(value.booleanValue() ? 1 : 0);
            }
            return value.isTextual()
                    ? parsedFloat(value.textValue(), run)
                    : violated(run, "float_type", "Input should be a valid number");
        }
    },
    /** A boolean, or a word for one. */
    BOOL("bool") {
        @Override
        public JsonNode take(JsonNode value, PydanticRun run) {
            if (value.isBoolean()) {
                return value;
            }
            run.fits(Fit.LAX);
            if (value.isTextual() || value.isIntegralNumber()) {
                String word = value.asText().toLowerCase(Locale.ROOT);
                return YES.contains(word) || NO.contains(word)
                        ? BooleanNode.valueOf(YES.contains(word))
                        : violated(run, "bool_parsing", "Input should be a valid boolean, unable to interpret input");
            }
            boolean number = value.isNumber() && (value.doubleValue() == 0 || value.doubleValue() == 1);
            return number
                    ? BooleanNode.valueOf(value.doubleValue() == 1)
                    : violated(run, "bool_type", "Input should be a valid boolean");
        }
    };

    private static final Set<String> YES = Set.of("1", "on", "t", "true", "y", "yes");
    private static final Set<String> NO = Set.of("0", "off", "f", "false", "n", "no");

    /** Longest text that is read as a number: Python's own limit of digits. */
    private static final int MOST_DIGITS = 4_300;

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+(_[0-9]+)*(\\.0+)?");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?([0-9]+(_[0-9]+)*\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(nan|inf|infinity)");
    private static final double BEYOND_LONG = 0x1p63;

    private final String label;

    PydanticScalar(String label) {
        this.label = label;
    }

    @Override
    public String label(String tool) {
        return label;
    }

    private static JsonNode violated(PydanticRun run, String type, String message) {
        run.violated(type, message);
        return null;
    }

    private static JsonNode parsedInt(String text, PydanticRun run) {
        String number = text.strip();
        if (number.length() > MOST_DIGITS) {
            return violated(
                    run, "int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size");
        }
        if (!INTEGER.matcher(number).matches()) {
            return violated(
                    run, "int_parsing", "Input should be a valid integer, unable to parse string as an integer");
        }
        int point = number.indexOf('.');
        return integer(new BigInteger((point < 0 ? number : number.substring(0, point))
                .replace("_", "")
                .replace("+", "")));
    }

    private static JsonNode integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? LongNode.valueOf(value.longValue()) : BigIntegerNode.valueOf(value);
    }

    private static JsonNode integral(double value, PydanticRun run) {
        if (!Double.isFinite(value)) {
            return violated(run, "finite_number", "Input should be a finite number");
        }
        if (value != Math.rint(value)) {
            return violated(
                    run, "int_from_float", "Input should be a valid integer, got a number with a fractional part");
        }
        return Math.abs(value) < BEYOND_LONG
                ? LongNode.valueOf((long) value)
                : violated(
                        run, "int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size");
    }

    private static JsonNode parsedFloat(String text, PydanticRun run) {
        String number = text.strip();
        if (number.length() <= MOST_DIGITS && DECIMAL.matcher(number).matches()) {
            return PythonValues.number(Double.parseDouble(number.replace("_", "")));
        }
        return number.length() <= MOST_DIGITS && NOT_FINITE.matcher(number).matches()
                ? PythonValues.NOT_FINITE
                : violated(run, "float_parsing", "Input should be a valid number, unable to parse string as a number");
    }
}
