package io.mehari.catalog.mcpo;

import io.mehari.call.Violation;
import java.util.ArrayList;
import java.util.List;

/** One validation: where it is, what it has found, and how well the value fits. For one thread. */
final class PydanticRun {
    /** Most violations that are kept. */
    static final int MOST_VIOLATIONS = 100;

    private static final int MOST_POINTER = 2_000;

    /** Number of fields where no model was made. */
    static final int NO_MODEL = -1;

    /** How well a value fits a type; unions take the choice that fits best. */
    enum Fit {
        /** It had to be converted. */
        LAX,
        /** It is of a type that counts as the same. */
        STRICT,
        /** It is of that type. */
        EXACT
    }

    final String tool;
    private final StringBuilder pointer = new StringBuilder();
    private List<Violation> violations = new ArrayList<>();
    private Fit fit = Fit.EXACT;
    private int fields = NO_MODEL;
    private int failures;

    PydanticRun(String tool) {
        this.tool = tool;
    }

    List<Violation> violations() {
        return violations;
    }

    Fit fit() {
        return fit;
    }

    /** Number of fields that were set in models; {@link #NO_MODEL} where there was no model. */
    int fields() {
        return fields;
    }

    void fits(Fit most) {
        fit = most.compareTo(fit) < 0 ? most : fit;
    }

    /** A model was made. */
    void set(int more) {
        fields = Math.max(fields, 0) + more;
    }

    /** Number of violations, those that are not kept included. */
    int failures() {
        return failures;
    }

    /** Goes to a member or item. */
    int enter(Object name) {
        int before = pointer.length();
        pointer.append('/').append(name.toString().replace("~", "~0").replace("/", "~1"));
        return before;
    }

    void leave(int before) {
        pointer.setLength(before);
    }

    void violated(String type, String message) {
        failures++;
        if (violations.size() < MOST_VIOLATIONS && pointer.length() <= MOST_POINTER) {
            violations.add(new Violation(pointer.toString(), message, type));
        } else if (violations.isEmpty()) {
            violations.add(new Violation("", message, type));
        }
    }

    /** A run of one choice of a union, at the same place. */
    PydanticRun branch(String label) {
        PydanticRun branch = new PydanticRun(tool);
        branch.pointer.append(pointer);
        if (!label.isEmpty()) {
            branch.enter(label);
        }
        return branch;
    }

    void addAll(PydanticRun branch) {
        failures += branch.failures;
        branch.violations.stream()
                .limit(Math.max(0, MOST_VIOLATIONS - violations.size()))
                .forEach(violations::add);
    }
}
