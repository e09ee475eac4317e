package io.mehari.failure.memory;

import java.util.concurrent.CompletableFuture;

/** Asks what is known about an error. Implementations are safe for concurrent use. */
@FunctionalInterface
public interface Recommendations {
    /**
     * Looks for errors that are like a text, and for what may help. Never blocks.
     *
     * @param text of an error, of which the first 4,096 characters are looked at
     * @return what is known, on a thread that must not be held up; fails if too many ask at a time
     */
    CompletableFuture<Advice> recommend(String text);
}
