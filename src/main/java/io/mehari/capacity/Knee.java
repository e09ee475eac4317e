package io.mehari.capacity;

import java.util.List;
import java.util.Optional;

/**
 * Where a gateway bends: the last step before one that is no gain. A step is no gain if more than one call in a hundred
 * fails, or if the calls a second are less than a tenth more than the best before, though there are at least half as many
 * callers again. What it bears is the most calls a second up to there.
 *
 * @param best the step with the most calls a second up to the knee; empty if even the first step fails
 * @param bent the first step that was no gain; empty if there was none
 */
public record Knee(Optional<StepResult> best, Optional<StepResult> bent) {
    private static final double MOST_FAILING = 0.01;
    private static final double LEAST_GAIN = 1.1;
    private static final double MORE_CALLERS = 1.5;

    /** Share of what it bears that is left for days that are not like the test. */
    private static final double PLANNED = 0.7;

    /**
     * Looks for it.
     *
     * @param steps in the order of their callers
     * @return never null
     */
    public static Knee of(List<StepResult> steps) {
        Optional<StepResult> best = Optional.empty();
        for (StepResult step : steps) {
            if (step.failing() > MOST_FAILING
                    || best.filter(before -> isNoGain(before, step)).isPresent()) {
                return new Knee(best, Optional.of(step));
            }
            if (best.isEmpty() || step.callsPerSecond() > best.get().callsPerSecond()) {
                best = Optional.of(step);
            }
        }
        return new Knee(best, Optional.empty());
    }

    private static boolean isNoGain(StepResult best, StepResult step) {
        return step.callers() >= MORE_CALLERS * best.callers()
                && step.callsPerSecond() < LEAST_GAIN * best.callsPerSecond();
    }

    /**
     * Calls a second to plan with: seven tenths of what it bears.
     *
     * @return 0 if it bears none
     */
    public double planned() {
        return best.map(step -> PLANNED * step.callsPerSecond()).orElse(0.0);
    }
}
