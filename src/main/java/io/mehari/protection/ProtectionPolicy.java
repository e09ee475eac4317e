package io.mehari.protection;

import io.mehari.catalog.Tool;
import io.mehari.exchange.ExchangeState;
import java.util.function.BiFunction;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
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

    /**
     * The tool whose limits hold.
     *
     * @throws IllegalStateException if no stage has found it
     */
    public static Tool toolOf(Exchange exchange) {
        Tool tool = exchange.getProperty(ExchangeState.TOOL, Tool.class);
        if (tool == null) {
            throw new IllegalStateException("No stage before has set " + ExchangeState.TOOL
                    + ", which policies need: is tool-call-admit gone?");
        }
        return tool;
    }
}
