package io.mehari.catalog.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A {@code pattern} of a schema, matched in bounded time. Java's engine backtracks: a caller who knows the schema can
 * send thirty characters that keep it busy for minutes, on an event loop. So its steps are counted over one whole
 * check; the steps of a pattern that looks at each character only a few times are not counted. Safe for concurrent use.
 */
final class BoundedPattern implements RegularExpression {
    /** Steps of backtracking in one check of arguments, some milliseconds' worth. */
    private static final long MOST_STEPS = 1_000_000;

    /** Steps for each character that are not counted. */
    private static final long FREE_PER_CHARACTER = 8;

    private static final ThreadLocal<Budget> BUDGET = new ThreadLocal<>();

    private final Pattern pattern;

    /**
     * Compiles a pattern.
     *
     * @param expression regular expression of ECMA-262, as JSON Schema has it
     * @throws java.util.regex.PatternSyntaxException if Java cannot compile it
     */
    BoundedPattern(String expression) {
        this.pattern = Pattern.compile(RegularExpressions.replaceLongformCharacterProperties(
                RegularExpressions.replaceDollarAnchors(expression)));
    }

    /**
     * Runs a check with a budget of its own, on the calling thread.
     *
     * @param <T> type of its result
     * @param check matches any number of patterns
     * @return what the check returns
     * @throws TooCostlyException if the budget is spent
     */
    static <T> T bounded(Supplier<T> check) {
        BUDGET.set(new Budget());
        try {
            return check.get();
        } finally {
            BUDGET.remove();
        }
    }

    @Override
    public boolean matches(String value) {
        Budget budget = BUDGET.get();
        if (budget == null) {
            budget = new Budget();
        }
        budget.steps += FREE_PER_CHARACTER * value.length();
        try {
            return pattern.matcher(new CountedText(value, 0, value.length(), budget))
                    .find();
        } catch (StackOverflowError e) {
            throw new TooCostlyException(); // alternatives in a loop take a frame for each character
        }
    }

    private static final class Budget {
        private long steps = MOST_STEPS;

        void step() {
            if (--steps < 0) {
                throw new TooCostlyException();
            }
        }
    }

    private record CountedText(String text, int start, int end, Budget budget) implements CharSequence {
        @Override
        public int length() {
            return end - start;
        }

        @Override
        public char charAt(int index) {
            budget.step();
            return text.charAt(start + index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new CountedText(text, start + from, start + to, budget);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }

    /** The budget of a check is spent. */
    static final class TooCostlyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooCostlyException() {
            super("Too many steps to match a pattern", null, false, false);
        }
    }
}
