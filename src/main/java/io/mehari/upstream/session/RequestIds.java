package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Recognises ids of requests of ours, which are whole numbers, in what servers make of them: some write a number as text
 * or with a fraction of zero. Safe for concurrent use.
 */
public final class RequestIds {
    private static final Pattern CANONICAL = Pattern.compile("0|[1-9][0-9]{0,17}");

    private RequestIds() {}

    /**
     * The id of ours that this is.
     *
     * @param id of an answer, or the token of a progress notification
     * @return empty if no request of ours has such an id
     */
    public static OptionalLong ours(JsonNode id) {
        if (id.isIntegralNumber()) {
            return id.canConvertToLong() ? OptionalLong.of(id.longValue()) : OptionalLong.empty();
        }
        if (id.isNumber()) {
            return whole(id);
        }
        return id.isTextual() ? ours(id.textValue()) : OptionalLong.empty();
    }

    /**
     * The id of ours that this text is.
     *
     * @param id digits without a sign, and without a zero before them
     * @return empty if no request of ours has such an id
     */
    public static OptionalLong ours(String id) {
        return CANONICAL.matcher(id).matches() ? OptionalLong.of(Long.parseLong(id)) : OptionalLong.empty();
    }

    private static OptionalLong whole(JsonNode id) {
        try {
            BigDecimal value = id.decimalValue();
            return OptionalLong.of(value.longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty(); // a fraction, too large, or none
        }
    }
}
