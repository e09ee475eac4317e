package io.mehari.monitoring.diagnostics;

import java.util.List;

/** What helped against similar errors: asked for the last error of each server that is not ready. */
@FunctionalInterface
public interface ErrorAdvice {
    /** Knows nothing. */
    ErrorAdvice NONE = error -> List.of();

    /**
     * What to do about an error.
     *
     * @param error its text
     * @return sentences, the best first; empty if nothing is known. Answers from memory: called on an event loop
     */
    List<String> advice(String error);
}
