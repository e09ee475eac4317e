package io.mehari.monitoring.diagnostics;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What helped against similar errors. */
@FunctionalInterface
public interface ErrorAdvice {
    /** Knows nothing. */
    ErrorAdvice NONE = error -> CompletableFuture.completedFuture(List.of());

    /**
     * What to do about an error. Never blocks.
     *
     * @param error its text
     * @return sentences, the best first; empty if nothing is known
     */
    CompletableFuture<List<String>> advice(String error);
}
