package io.mehari.bench;

import java.util.Locale;

/**
 * A budget of the architecture page and what was measured against it.
 *
 * @param what is measured
 * @param measured the value
 * @param floor the value that must hold
 * @param goal the value to reach; equal to the floor where there is only one
 * @param unit of all three, empty for ratios
 * @param less whether less is better
 */
record Target(String what, double measured, double floor, double goal, String unit, boolean less) {

    /** A budget where more is better. */
    static Target atLeast(String what, double measured, double floor, double goal, String unit) {
        return new Target(what, measured, floor, goal, unit, false);
    }

    /** A budget where less is better. */
    static Target atMost(String what, double measured, double limit, String unit) {
        return new Target(what, measured, limit, limit, unit, true);
    }

    /** Whether the value that must hold does. */
    boolean holds() {
        return reaches(floor);
    }

    private boolean reaches(double bound) {
        return less ? measured <= bound : measured >= bound;
    }

    /** One sentence with verdict and distance. */
    String verdict() {
        String bound = less ? "at most " : "at least ";
        String floors =
                floor == goal ? bound + number(floor) + " wanted" : "floor " + number(floor) + ", goal " + number(goal);
        return "%s: **%s** (%s): %s".formatted(what, number(measured), floors, conclusion());
    }

    private String conclusion() {
        if (!holds()) {
            return "**does not hold**, " + number(Math.abs(measured - floor)) + " away";
        }
        if (reaches(goal)) {
            return floor == goal ? "holds" : "goal reached";
        }
        return "floor holds, " + number(Math.abs(goal - measured)) + " from the goal";
    }

    private String number(double value) {
        String digits = Math.abs(value) >= 100 ? "%,.0f" : "%.2f";
        return String.format(Locale.ROOT, digits, value) + (unit.isEmpty() ? "" : " " + unit);
    }
}
