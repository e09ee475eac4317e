package io.mehari.component.aitool;

import java.util.Map;
import org.apache.camel.CamelContext;

/**
 * What the components by which routes are offered to models have in common: texts of several lines in their addresses, out of
 * which Camel takes ends of lines, and one line of JSON wherever a tree is sent as text. Stateless.
 */
public final class LineEnds {
    /** Private characters that stand for ends of lines. */
    private static final char LINE_FEED_SIGN = '\uE00A';

    private static final char CARRIAGE_RETURN_SIGN = '\uE00D';

    private LineEnds() {}

    /**
     * A text for an option of an address of these components, which turn the signs back.
     *
     * @param text may have several lines
     * @return the text in one line
     */
    public static String asSigns(String text) {
        return text.replace('\n', LINE_FEED_SIGN).replace('\r', CARRIAGE_RETURN_SIGN);
    }

    /**
     * Turns the signs in options back.
     *
     * @param options of an address; changed
     */
    public static void restoreIn(Map<String, Object> options) {
        options.replaceAll((option, value) -> value instanceof String text
                ? text.replace(LINE_FEED_SIGN, '\n').replace(CARRIAGE_RETURN_SIGN, '\r')
                : value);
    }

    /**
     * Lets trees be written in one line in a context.
     *
     * @param context in which a component is initialized
     */
    public static void prepare(CamelContext context) {
        JsonConverters.replaceIn(context);
    }
}
