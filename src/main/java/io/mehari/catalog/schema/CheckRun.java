package io.mehari.catalog.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import io.mehari.catalog.schema.CheckEndedException.Reason;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * One check of arguments: counts each keyword that is evaluated, wherever references lead, and ends the check when they
 * are too many; keeps a bounded number of violations. For one check by one thread.
 */
final class CheckRun extends ExecutionContext {
    /** Most violations that are listed. */
    static final int MOST_VIOLATIONS = 100;

    /** Steps that any check may take, and those for each value of the arguments. */
    private static final long BASE = 1_000_000;

    private static final long PER_VALUE = 30;

    /** Steps that no check may exceed: some seconds' worth. */
    private static final long MOST_STEPS = 20_000_000;

    /** For steps that take longer than they should: no honest check comes near. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int STEPS_PER_LOOK_AT_THE_CLOCK = 1024;

    private static final ExecutionConfig CONFIG =
            ExecutionConfig.builder().locale(Locale.ENGLISH).build();

    private final List<Error> violations = getErrors();
    private long steps;
    private long nextLook;
    /** When the check is to be over; 0 before the first look at the clock, which a short check never takes. */
    private long end;

    /**
     * Begins a check.
     *
     * @param values number of values in the arguments
     */
    CheckRun(long values) {
        super(CONFIG);
        this.steps = Math.min(BASE + PER_VALUE * values, MOST_STEPS);
        this.nextLook = steps - STEPS_PER_LOOK_AT_THE_CLOCK;
    }

    /**
     * Counts work that a keyword does.
     *
     * @param number 1 for each value, more for long texts
     * @throws CheckEndedException if that is too much
     */
    void step(long number) {
        steps -= number;
        if (steps < nextLook) {
            nextLook = steps - STEPS_PER_LOOK_AT_THE_CLOCK;
            if (steps < 0 || isLate()) {
                throw new CheckEndedException(Reason.TOO_MANY_STEPS);
            }
        }
    }

    private boolean isLate() {
        long now = System.nanoTime();
        if (end == 0) {
            end = now + MOST_NANOS;
        }
        return now - end > 0;
    }

    @Override
    public void evaluationPathAddLast(String token) {
        step(1);
        super.evaluationPathAddLast(token);
    }

    @Override
    public void evaluationPathAddLast(int token) {
        step(1);
        super.evaluationPathAddLast(token);
    }

    /** Alternatives are tried with lists of their own, of which only matters whether they are empty. */
    @Override
    public void addError(Error error) {
        List<Error> errors = getErrors();
        if (errors.size() < MOST_VIOLATIONS) {
            errors.add(error);
        } else if (errors == violations) {
            throw new CheckEndedException(Reason.ENOUGH_VIOLATIONS);
        }
    }

    /**
     * What was found, also by a check that has ended early.
     *
     * @return at most {@link #MOST_VIOLATIONS}
     */
    List<Error> violations() {
        return violations.size() <= MOST_VIOLATIONS ? violations : violations.subList(0, MOST_VIOLATIONS);
    }
}
