package io.mehari.failure;

import io.mehari.call.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One kind of failure: an entry of {@code config/error-patterns.yaml}.
 *
 * @param name as it stands in dead letters and chooses the recovery route
 * @param patterns one of them must be found in the failure's text; none means any text
 * @param outcomes the outcome must be one of them; none means any outcome
 * @param severity how bad such a failure is
 * @param recoverable whether it can pass without a person
 * @param route name of the {@code direct:} route that recovers from it
 */
record ErrorCategory(
        String name,
        List<ErrorPattern> patterns,
        Set<Outcome> outcomes,
        Severity severity,
        boolean recoverable,
        String route) {
    /** Categories that do not pass by themselves where a file does not say so: somebody has to change something. */
    private static final Set<String> FOR_PEOPLE = Set.of("VALIDATION", "PERMISSION", "AUTHENTICATION");

    ErrorCategory {
        patterns = List.copyOf(patterns);
        outcomes = Set.copyOf(outcomes);
    }

    /** Whether failures of a category can pass without a person, where its entry does not say. */
    static boolean isRecoverable(String name) {
        return !FOR_PEOPLE.contains(name.toUpperCase(Locale.ROOT));
    }

    /** The route that recovers from a category, where its entry names none. */
    static String routeOf(String name) {
        return "recover-" + name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a failure of this category is, however it ended. */
    FailureClass of(Outcome outcome) {
        return new FailureClass(name, severity, recoverable, FailureClassifier.mayHaveRun(outcome), route);
    }

    boolean matches(Outcome outcome, String text, ErrorPattern.Budget budget) {
        return (outcomes.isEmpty() || outcomes.contains(outcome))
                && (patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.isIn(text, budget)));
    }

    boolean matchesEverything() {
        return patterns.isEmpty() && outcomes.isEmpty();
    }
}
