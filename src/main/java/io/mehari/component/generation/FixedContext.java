package io.mehari.component.generation;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/**
 * The Camel context whose routes exist once: those of {@code endpoint/} and {@code maintenance/}. It is another one after
 * each change of these files, so it is asked for each time and never kept. Safe for concurrent use.
 */
public final class FixedContext implements Supplier<CamelContext> {
    private final Supplier<CamelContext> first;
    private volatile CamelContext current;
    private volatile Consumer<CamelContext> listener = context -> {};

    /**
     * The context before any change.
     *
     * @param first asked for as long as {@link #serve} has not been called
     */
    public FixedContext(Supplier<CamelContext> first) {
        this.first = first;
    }

    /** {@return the context whose routes serve now; started once the gateway serves} */
    @Override
    public CamelContext get() {
        CamelContext now = current;
        return now == null ? first.get() : now;
    }

    /**
     * Replaces the context.
     *
     * @param next started
     */
    public void serve(CamelContext next) {
        current = next;
    }

    /**
     * Sets who is told of each context that serves in place of another one.
     *
     * @param told the only one, replaces the one before; must not throw
     */
    public void onServed(Consumer<CamelContext> told) {
        listener = told;
    }

    /** The context serves, and requests arrive there: tells it, on this thread. */
    public void served() {
        listener.accept(get());
    }
}
