package io.mehari.catalog.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.HashMap;
import java.util.Map;

/** The patterns of one schema, each compiled once. For the thread that compiles the schema. */
final class Patterns implements RegularExpressionFactory {
    /** Most characters of all patterns of one schema: some tenths of a second to compile. */
    private static final int MOST_CHARACTERS = 200_000;

    private final Map<String, BoundedPattern> compiled = new HashMap<>();
    private int characters;

    /**
     * Compiles a pattern, or finds it compiled.
     *
     * @param expression regular expression of ECMA-262
     * @return never null
     * @throws UnknownPatternException if it has no known meaning
     */
    BoundedPattern compile(String expression) throws UnknownPatternException {
        BoundedPattern known = compiled.get(expression);
        if (known == null) {
            characters += Math.min(expression.length(), BoundedPattern.MOST_LENGTH);
            if (characters > MOST_CHARACTERS) {
                throw new UnknownPatternException(
                        "the patterns of the schema have more than " + MOST_CHARACTERS + " characters");
            }
            known = new BoundedPattern(expression);
            compiled.put(expression, known);
        }
        return known;
    }

    /** A pattern without a known meaning matches everything. */
    @Override
    public RegularExpression getRegularExpression(String expression) {
        try {
            return compile(expression);
        } catch (UnknownPatternException e) {
            return text -> true;
        }
    }
}
