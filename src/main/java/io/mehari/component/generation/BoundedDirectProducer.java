package io.mehari.component.generation;

import io.mehari.call.CallControl;
import io.mehari.exchange.ExchangeState;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;

/** Hands an exchange to a route unless too many stand around it already. Safe for concurrent use. */
final class BoundedDirectProducer extends DefaultAsyncProducer {
    private final AsyncProducer direct;

    /**
     * A producer that bounds another one.
     *
     * @param endpoint its endpoint
     * @param direct Camel's own producer of that endpoint
     */
    BoundedDirectProducer(BoundedDirectEndpoint endpoint, AsyncProducer direct) {
        super(endpoint);
        this.direct = direct;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CallControl control = (CallControl) exchange.getProperty(ExchangeState.CONTROL);
        if (control == null) {
            return count(exchange, null, callback);
        }
        if (control.enterRoute() > Hops.SHALLOW) {
            return count(exchange, control, doneSync -> {
                control.leaveRoute();
                callback.done(doneSync);
            });
        }
        return direct.process(exchange, doneSync -> {
            control.leaveRoute();
            leaveFailureToCaller(exchange);
            callback.done(doneSync);
        });
    }

    private boolean count(Exchange exchange, CallControl control, AsyncCallback callback) {
        Hops before = exchange.getProperty(Hops.PROPERTY, Hops.class);
        Hops next = Hops.deeper(before, control);
        if (next == null) {
            exchange.setException(new IllegalStateException("Routes call each other round and round, or more than "
                    + Hops.DEEPEST + " deep: " + getEndpoint().getEndpointUri() + " was not entered once more"));
            callback.done(true);
            return true;
        }
        exchange.setProperty(Hops.PROPERTY, next);
        return direct.process(exchange, doneSync -> {
            exchange.setProperty(Hops.PROPERTY, before);
            leaveFailureToCaller(exchange);
            callback.done(doneSync);
        });
    }

    /** Steps such as multicast say that nobody shall deal with their failure again; the error firewall does. */
    private void leaveFailureToCaller(Exchange exchange) {
        if (exchange.getException() != null) {
            StoppedRoute.explain(exchange, getEndpoint());
            exchange.getExchangeExtension().setRedeliveryExhausted(false);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(direct);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(direct);
        super.doStop();
    }
}
