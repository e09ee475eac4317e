package io.mehari.catalog.schema;

import com.networknt.schema.regex.RegularExpression;
import io.mehari.catalog.schema.CheckEndedException.Reason;
import io.mehari.text.CountedText;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A {@code pattern} of a schema, matched in bounded time. Java's engine backtracks: a caller who knows the schema can
 * send thirty characters that keep it busy for minutes, on an event loop. So its steps are counted over one whole
 * check; the steps of a pattern that looks at each character only a few times are not counted. Safe for concurrent use.
 */
final class BoundedPattern implements RegularExpression {
    /** Longest expression, in characters: the time to compile one grows with the square of its length. */
    static final int MOST_LENGTH = 5_000;

    /** Steps of backtracking in one check of arguments, some milliseconds' worth. */
    private static final long MOST_STEPS = 1_000_000;

    /** Steps for each character that are not counted. */
    private static final long FREE_PER_CHARACTER = 8;

    /** Steps that are not counted, in one check: for many patterns and a long text. */
    private static final long MOST_FREE = 200_000_000;

    private static final ThreadLocal<Budget> BUDGET = new ThreadLocal<>();

    private final Pattern pattern;

    /**
     * Compiles a pattern.
     *
     * @param expression regular expression of ECMA-262, as JSON Schema has it
     * @throws UnknownPatternException if it is none, is too long, or means something that Java cannot match
     */
    BoundedPattern(String expression) throws UnknownPatternException {
        if (expression.length() > MOST_LENGTH) {
            throw new UnknownPatternException("it is longer than " + MOST_LENGTH + " characters");
        }
        try {
            this.pattern = Pattern.compile(EcmaPattern.translate(expression));
        } catch (PatternSyntaxException e) {
            throw new UnknownPatternException(e.getDescription());
        } catch (StackOverflowError e) {
            throw new UnknownPatternException("its groups are nested too deep");
        }
    }

    /**
     * Runs a check with a budget of its own, on the calling thread.
     *
     * @param check matches any number of patterns
     * @throws CheckEndedException if the budget is spent
     */
    static void bounded(Runnable check) {
        BUDGET.set(new Budget());
        try {
            check.run();
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
        budget.grant(FREE_PER_CHARACTER * value.length());
        try {
            return pattern.matcher(new CountedText(value, budget::step)).find();
        } catch (StackOverflowError e) {
            throw new CheckEndedException(
                    Reason.COSTLY_PATTERN); // alternatives in a loop take a frame for each character
        }
    }

    private static final class Budget {
        private long steps = MOST_STEPS;
        private long free = MOST_FREE;

        void grant(long wanted) {
            long granted = Math.min(wanted, free);
            free -= granted;
            steps += granted;
        }

        void step() {
            if (--steps < 0) {
                throw new CheckEndedException(Reason.COSTLY_PATTERN);
            }
        }
    }
}
