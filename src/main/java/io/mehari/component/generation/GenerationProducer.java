package io.mehari.component.generation;

import io.mehari.call.CallControl;
import io.mehari.call.ExchangeState;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultExchange;

/** Hands each exchange to the generation that runs at that moment. */
final class GenerationProducer extends DefaultAsyncProducer {
    private final String routeName;
    private final RunningGeneration running;
    private final CallsInFlight inFlight;

    GenerationProducer(Endpoint endpoint, String routeName, RunningGeneration running, CallsInFlight inFlight) {
        super(endpoint);
        this.routeName = routeName;
        this.running = running;
        this.inFlight = inFlight;
    }

    @Override
    public boolean process(Exchange outer, AsyncCallback callback) {
        Generation generation;
        AsyncProducer entry;
        try {
            generation = running.enter();
        } catch (IllegalStateException e) {
            return refuse(outer, callback, e);
        }
        try {
            entry = generation.entry(routeName);
        } catch (IllegalStateException e) {
            generation.leave();
            return refuse(outer, callback, e);
        }
        Exchange inner = innerOf(outer, generation);
        HandOver handOver = new HandOver(outer, inner, generation, inFlight, callback);
        boolean sync = entry.process(inner, handOver);
        if (!sync) {
            inFlight.add(handOver);
        }
        return sync;
    }

    private static boolean refuse(Exchange outer, AsyncCallback callback, IllegalStateException cause) {
        outer.setException(cause);
        callback.done(true);
        return true;
    }

    /** Of the outer exchange only body and call go along: no header, no foreign property. */
    private static Exchange innerOf(Exchange outer, Generation generation) {
        Exchange inner = new DefaultExchange(generation.context(), ExchangePattern.InOut);
        inner.getMessage().setBody(outer.getMessage().getBody());
        inner.setProperty(ExchangeState.CALL, outer.getProperty(ExchangeState.CALL));
        inner.setProperty(ExchangeState.CONTROL, new CallControl());
        return inner;
    }
}
