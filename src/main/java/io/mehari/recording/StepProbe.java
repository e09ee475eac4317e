package io.mehari.recording;

import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.NamedNode;
import org.apache.camel.support.AsyncProcessorSupport;

/** Stands around one step, and runs it whatever becomes of the recording. Safe for concurrent use. */
final class StepProbe extends AsyncProcessorSupport {
    private final String route;
    private final AsyncProcessor step;
    private final Map<String, NamedNode> steps;
    private final Taker taker;

    /** Hears of steps that begin. */
    interface Taker {
        /**
         * A step begins.
         *
         * @param place which
         * @param exchange as the step gets it
         * @return run when it has ended; null if nobody wants to know
         */
        Runnable begins(RecordedStep.Place place, Exchange exchange);
    }

    /**
     * A probe that is not there yet.
     *
     * @param route id of the route
     * @param step what it stands around
     * @param steps definitions of steps by id
     * @param taker hears of it
     */
    StepProbe(String route, AsyncProcessor step, Map<String, NamedNode> steps, Taker taker) {
        this.route = route;
        this.step = step;
        this.steps = steps;
        this.taker = taker;
    }

    AsyncProcessor step() {
        return step;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Runnable ended = taker.begins(place(exchange.getExchangeExtension()), exchange);
        if (ended == null) {
            return step.process(exchange, callback);
        }
        return step.process(exchange, doneSync -> {
            ended.run();
            callback.done(doneSync);
        });
    }

    /** Camel notes the step before it runs it. Labels of steps have addresses in them, which may hold secrets. */
    private RecordedStep.Place place(ExchangeExtension exchange) {
        String id = exchange.getHistoryNodeId();
        NamedNode definition = steps.get(id);
        String label = definition == null ? "step" : definition.getShortName();
        return new RecordedStep.Place(route, id, label, definition == null ? null : definition.getDescriptionText());
    }
}
