package io.mehari.failure;

import io.mehari.text.CountedText;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One regular expression of an operator, looked for in bounded time. Java's engine backtracks: {@code (a|a)*\d$} and an
 * error of sixty letters would keep the thread that reads a server's answers busy for minutes. So steps are counted; an
 * expression that needs too many has not been found, and the log says so once. Safe for concurrent use.
 */
final class ErrorPattern {
    /** Most steps of one expression, some milliseconds' worth. */
    static final int MOST_STEPS = 1_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPattern.class);

    private final Pattern pattern;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * Compiles an expression; upper and lower case are alike.
     *
     * @param expression as {@link Pattern} takes it
     * @throws java.util.regex.PatternSyntaxException if Java cannot compile it
     */
    ErrorPattern(String expression) {
        this.pattern = Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /**
     * Whether the expression is somewhere in a text.
     *
     * @param text of bounded length
     * @param budget what all expressions together may take
     * @return false also if that took more than its share
     */
    boolean isIn(String text, Budget budget) {
        budget.begin();
        try {
            return pattern.matcher(new CountedText(text, budget::step)).find();
        } catch (TooCostlyException | StackOverflowError e) { // alternatives in a loop take a frame for each character
            if (warned.compareAndSet(false, true)) {
                LOG.warn(
                        "error-patterns.yaml: the pattern '{}' needs too many steps for a message of {} characters and"
                                + " was passed over; write it without nested repetition",
                        pattern,
                        text.length());
            }
            return false;
        }
    }

    /** Steps that are left, for one expression and for all of one failure. For one thread. */
    static final class Budget {
        /** Most steps of all expressions for one failure. */
        private static final int MOST_TOGETHER = 4 * MOST_STEPS;

        private int together = MOST_TOGETHER;
        private int steps;

        private void begin() {
            steps = Math.min(MOST_STEPS, together);
        }

        private void step() {
            together--;
            if (--steps < 0) {
                throw new TooCostlyException();
            }
        }
    }

    private static final class TooCostlyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooCostlyException() {
            super("Too many steps to match a pattern", null, false, false);
        }
    }
}
