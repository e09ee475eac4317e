package io.mehari.reload.live;

import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.core.env.ConfigurableEnvironment;

/** Settings of a part as a value: the one before is given to it again where a change is undone. Used by one thread at a time. */
final class Replacing<T> implements Function<ConfigurableEnvironment, Runnable> {
    private final Function<ConfigurableEnvironment, T> reader;
    private final Consumer<T> part;
    private T held;

    /**
     * A part that has settings.
     *
     * @param held those that hold
     * @param reader reads them
     * @param part takes them
     */
    Replacing(T held, Function<ConfigurableEnvironment, T> reader, Consumer<T> part) {
        this.held = held;
        this.reader = reader;
        this.part = part;
    }

    @Override
    public Runnable apply(ConfigurableEnvironment settings) {
        T before = held;
        T next = reader.apply(settings);
        set(next);
        return () -> set(before);
    }

    private void set(T value) {
        part.accept(value);
        held = value;
    }
}
