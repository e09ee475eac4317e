package io.mehari.protection;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.PluginHelper;

/**
 * The steps inside a policy, run on a copy of the exchange so that a limit may answer before they end: what they do
 * to the copy afterwards changes nothing. The copy has a unit of work of its own, since the
 * caller's may be over by then.
 */
final class DetachedSteps {
    private final AsyncProcessor steps;

    DetachedSteps(Route route, Processor steps) {
        this.steps = PluginHelper.getInternalProcessorFactory(route.getCamelContext())
                .addUnitOfWorkProcessorAdvice(route.getCamelContext(), steps, route);
    }

    /** Runs the steps on a copy, which is given to the continuation exactly once. */
    void run(Exchange exchange, Consumer<Exchange> continuation) {
        Exchange copy = exchange.copy();
        copy.getExchangeExtension().setUnitOfWork(null);
        steps.process(copy, doneSync -> continuation.accept(copy));
    }

    /**
     * Gives an exchange what its steps have made of the copy.
     *
     * @param exchange the one that was copied
     * @param copy its steps are over; not to be used any more
     */
    static void copyBack(Exchange exchange, Exchange copy) {
        if (copy.hasProperties()) {
            copy.getProperties().forEach((name, value) -> {
                if (exchange.getProperty(name) != value) { // to look is cheaper than to set, and most are the same
                    exchange.setProperty(name, value);
                }
            });
            copy.getExchangeExtension().setProperties(Map.of());
        }
        ExchangeHelper.copyResults(exchange, copy);
    }
}
