package io.mehari.component.generation;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The generation that serves new calls. One per gateway; safe for concurrent use. */
public final class RunningGeneration {
    private final AtomicReference<Generation> current = new AtomicReference<>();

    /**
     * The generation that serves now.
     *
     * @return empty until the first one has been built
     */
    public Optional<Generation> current() {
        return Optional.ofNullable(current.get());
    }

    /**
     * Replaces the generation that serves.
     *
     * @param next serves from now on
     * @return the one before it, which the caller retires; empty the first time
     */
    public Optional<Generation> flip(Generation next) {
        return Optional.ofNullable(current.getAndSet(next));
    }

    /**
     * Enters the current generation.
     *
     * @return entered; needs one {@link Generation#leave}
     * @throws IllegalStateException if none has been built
     */
    Generation enter() {
        while (true) {
            Generation generation = current.get();
            if (generation == null) {
                throw new IllegalStateException("No generation of route files is running");
            }
            if (generation.enter()) {
                return generation;
            }
            Thread.onSpinWait(); // retired between the read and the entry: the next one is there already
        }
    }
}
