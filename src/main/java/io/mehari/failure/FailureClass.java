package io.mehari.failure;

/**
 * What a failure is, as {@code config/error-patterns.yaml} and its outcome say.
 *
 * @param category its name in that file, or {@link FailureClassifier#UNKNOWN}
 * @param severity how bad it is
 * @param recoverable whether it can pass without a person; if not it is not counted against recovery
 * @param mayHaveRun whether the tool may have run: false only if the call was surely not sent, or not run
 * @param route name of the {@code direct:} route that recovers from it, where the set of route files has one
 */
public record FailureClass(String category, Severity severity, boolean recoverable, boolean mayHaveRun, String route) {}
