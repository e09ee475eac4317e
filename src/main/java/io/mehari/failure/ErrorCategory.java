package io.mehari.failure;

import io.mehari.call.Outcome;
import java.util.List;
import java.util.Set;

/**
 * One kind of failure: an entry of {@code config/error-patterns.yaml}.
 *
 * @param name as it stands in dead letters and chooses the recovery route
 * @param patterns one of them must be found in the failure's text; none means any text
 * @param outcomes the outcome must be one of them; none means any outcome
 */
record ErrorCategory(String name, List<ErrorPattern> patterns, Set<Outcome> outcomes) {
    ErrorCategory {
        patterns = List.copyOf(patterns);
        outcomes = Set.copyOf(outcomes);
    }

    boolean matches(Outcome outcome, String text, ErrorPattern.Budget budget) {
        return (outcomes.isEmpty() || outcomes.contains(outcome))
                && (patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.isIn(text, budget)));
    }

    boolean matchesEverything() {
        return patterns.isEmpty() && outcomes.isEmpty();
    }
}
