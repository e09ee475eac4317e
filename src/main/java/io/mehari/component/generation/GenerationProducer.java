package io.mehari.component.generation;

import io.mehari.call.CallControl;
import io.mehari.call.CallTraces;
import io.mehari.exchange.ExchangeState;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultExchange;

/** Hands each exchange to the generation that runs at that moment. Safe for concurrent use. */
final class GenerationProducer extends DefaultAsyncProducer {
    private final String routeName;
    private final RunningGeneration running;
    private final CallWatchdog watchdog;
    private final CallTraces traces;

    /**
     * A producer for one route of every generation.
     *
     * @param endpoint its endpoint
     * @param routeName name behind {@code direct:} in the route files
     * @param running the generation that serves
     * @param watchdog knows the calls that have not ended immediately
     * @param traces makes spans of calls; null while traces are off
     */
    GenerationProducer(
            Endpoint endpoint, String routeName, RunningGeneration running, CallWatchdog watchdog, CallTraces traces) {
        super(endpoint);
        this.routeName = routeName;
        this.running = running;
        this.watchdog = watchdog;
        this.traces = traces;
    }

    @Override
    public boolean process(Exchange outer, AsyncCallback callback) {
        Object call = outer.getProperty(ExchangeState.CALL);
        if (call == null) {
            return reject(
                    outer,
                    callback,
                    new IllegalStateException("The exchange has no tool call: generation: is for calls only"));
        }
        return enter(outer, call, traces == null ? callback : TracedCall.begin(traces, outer, callback));
    }

    private boolean enter(Exchange outer, Object call, AsyncCallback callback) {
        Generation generation;
        AsyncProducer entry;
        try {
            generation = running.enter();
        } catch (IllegalStateException e) {
            return reject(outer, callback, e);
        }
        try {
            entry = generation.entry(routeName);
        } catch (IllegalStateException e) {
            generation.leave();
            return reject(outer, callback, e);
        }
        Exchange inner = innerOf(outer, call, generation);
        return run(entry, inner, new GenerationCall(outer, inner, generation, watchdog, callback));
    }

    private boolean run(AsyncProducer entry, Exchange inner, GenerationCall call) {
        try {
            boolean sync = entry.process(inner, call);
            if (!sync) {
                watchdog.add(call);
            }
            return sync;
        } catch (RuntimeException e) {
            if (call.fail(e)) {
                return true;
            }
            throw e;
        }
    }

    private static boolean reject(Exchange outer, AsyncCallback callback, IllegalStateException cause) {
        outer.setException(cause);
        callback.done(true);
        return true;
    }

    /** Of the outer exchange only body, call, control and depth go along: no header, no foreign property. */
    private Exchange innerOf(Exchange outer, Object call, Generation generation) {
        Exchange inner = new DefaultExchange(generation.context(), ExchangePattern.InOut);
        inner.getExchangeExtension().setFromEndpoint(getEndpoint());
        inner.getMessage().setBody(outer.getMessage().getBody());
        inner.setProperty(ExchangeState.CALL, call);
        Object control = outer.getProperty(ExchangeState.CONTROL);
        inner.setProperty(ExchangeState.CONTROL, control == null ? new CallControl() : control);
        Object hops = outer.getProperty(Hops.PROPERTY);
        if (hops != null) {
            inner.setProperty(Hops.PROPERTY, hops); // a call that a route makes is as deep as that route
        }
        return inner;
    }
}
