package io.mehari.component.generation;

import io.mehari.call.CallControl;
import io.mehari.exchange.ExchangeState;
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
    private final CallWatchdog inFlight;

    GenerationProducer(Endpoint endpoint, String routeName, RunningGeneration running, CallWatchdog inFlight) {
        super(endpoint);
        this.routeName = routeName;
        this.running = running;
        this.inFlight = inFlight;
    }

    @Override
    public boolean process(Exchange outer, AsyncCallback callback) {
        if (outer.getProperty(ExchangeState.CALL) == null) {
            return refuse(outer, callback, new IllegalStateException("An exchange without a call was handed over"));
        }
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
        return run(entry, inner, new GenerationCall(outer, inner, generation, inFlight, callback));
    }

    private boolean run(AsyncProducer entry, Exchange inner, GenerationCall handOver) {
        try {
            boolean sync = entry.process(inner, handOver);
            if (!sync) {
                inFlight.add(handOver);
            }
            return sync;
        } catch (RuntimeException e) {
            if (handOver.fail(e)) {
                return true;
            }
            throw e;
        }
    }

    private static boolean refuse(Exchange outer, AsyncCallback callback, IllegalStateException cause) {
        outer.setException(cause);
        callback.done(true);
        return true;
    }

    /** Of the outer exchange only body, call and control go along: no header, no foreign property. */
    private static Exchange innerOf(Exchange outer, Generation generation) {
        Exchange inner = new DefaultExchange(generation.context(), ExchangePattern.InOut);
        inner.getMessage().setBody(outer.getMessage().getBody());
        inner.setProperty(ExchangeState.CALL, outer.getProperty(ExchangeState.CALL));
        CallControl control = outer.getProperty(ExchangeState.CONTROL, CallControl.class);
        inner.setProperty(ExchangeState.CONTROL, control == null ? new CallControl() : control);
        return inner;
    }
}
