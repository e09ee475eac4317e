package io.mehari.protection;

import java.util.function.BiFunction;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/** A limit that route files put around steps by {@code policy: {ref: name}}. */
public final class ProtectionPolicy implements Policy {
    private final BiFunction<Route, Processor, AsyncProcessor> wrapper;

    /**
     * @param wrapper makes the asynchronous processor that runs the steps of one {@code policy} node
     */
    public ProtectionPolicy(BiFunction<Route, Processor, AsyncProcessor> wrapper) {
        this.wrapper = wrapper;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare: the steps are wrapped as they are
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return new CallbackOnce(wrapper.apply(route, steps));
    }
}
