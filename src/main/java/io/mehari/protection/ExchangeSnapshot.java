package io.mehari.protection;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.ExchangePropertyKey;

/** An exchange as it was, to be had again: what steps have set, changed or removed since then is undone. */
final class ExchangeSnapshot {
    private final Exchange exchange;
    private final Exchange before;

    private ExchangeSnapshot(Exchange exchange, Exchange before) {
        this.exchange = exchange;
        this.before = before;
    }

    /**
     * Remembers an exchange; its body is the same object, so it must not be changed in place.
     *
     * @param exchange no step is at work on it
     */
    static ExchangeSnapshot of(Exchange exchange) {
        return new ExchangeSnapshot(exchange, exchange.copy());
    }

    /** Makes the exchange what it was; no step may be at work on it. May be called again. */
    void restore() {
        Exchange again = before.copy();
        exchange.setOut(null);
        exchange.setIn(again.getIn());
        exchange.setException(again.getException());
        for (ExchangePropertyKey key : ExchangePropertyKey.values()) {
            exchange.setProperty(key, again.getProperty(key));
        }
        exchange.setRouteStop(again.isRouteStop());
        exchange.setRollbackOnly(again.isRollbackOnly());
        exchange.setRollbackOnlyLast(again.isRollbackOnlyLast());
        if (exchange.hasVariables()) {
            exchange.getVariables().keySet().removeIf(name -> again.getVariable(name) == null);
            again.getVariables().forEach(exchange::setVariable);
        }
        ExchangeExtension extension = exchange.getExchangeExtension();
        extension.setProperties(again.getProperties());
        extension.setErrorHandlerHandled(null);
        extension.setRedeliveryExhausted(false);
        extension.setFailureHandled(false);
    }
}
