package io.mehari.component.generation;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.camel.CamelContext;

/** The generation that serves new calls. One per gateway; safe for concurrent use. */
public final class RunningGeneration {
    private final AtomicReference<Generation> current = new AtomicReference<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** {@return the generation that serves now; empty until the first one has been built} */
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
        Optional<Generation> before = Optional.ofNullable(current.getAndSet(next));
        listeners.forEach(Runnable::run);
        return before;
    }

    /**
     * Adds a listener.
     *
     * @param listener run on the thread that replaces the generation, each time after it was replaced; must not throw
     */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Runs work that is no tool call in the current generation, which is not stopped before it has ended.
     *
     * @param work given the context in which the routes run
     * @param <T> what the work gives
     * @return what the work returned
     * @throws IllegalStateException if no generation has been built
     */
    public <T> CompletableFuture<T> run(Function<CamelContext, CompletableFuture<T>> work) {
        Generation generation = enter();
        try {
            return work.apply(generation.context()).whenComplete((result, failure) -> generation.leave());
        } catch (RuntimeException e) {
            generation.leave();
            throw e;
        }
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
