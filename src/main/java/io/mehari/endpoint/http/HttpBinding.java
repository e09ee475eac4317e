package io.mehari.endpoint.http;

import io.mehari.exchange.ExchangeState;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.netty.http.DefaultNettyHttpBinding;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between Netty and Camel: nothing from the network becomes a header, and whatever happened to an exchange, exactly
 * one response comes of it.
 */
public final class HttpBinding extends DefaultNettyHttpBinding {
    private static final Logger LOG = LoggerFactory.getLogger(HttpBinding.class);

    private final ResponseWriter writer;

    /** A binding whose responses this writer writes. */
    public HttpBinding(ResponseWriter writer) {
        this.writer = writer;
    }

    /** Puts a request into an exchange: as body, and where the end of the exchange finds it. */
    void accept(Request request, Exchange exchange) {
        exchange.setProperty(ExchangeState.REQUEST, request);
        Message message = new DefaultMessage(exchange);
        message.setBody(request);
        exchange.setIn(message);
    }

    /**
     * What goes out for an exchange: the {@link Response} in its body, 500 with nothing but the request id if there is
     * none, or the last event where the response is a stream. Null, which sends nothing, if the exchange was answered
     * before or the client has left.
     */
    Object responseOf(Exchange exchange) {
        Request request = (Request) exchange.getProperty(ExchangeState.REQUEST);
        if (!request.claimAnswer()) {
            LOG.error("Request {} was answered twice", request.context().requestId());
            return null;
        }
        if (request.channel().isDisconnected()) {
            LOG.debug("Request {}: its client has left", request.context().requestId());
            return null;
        }
        Exception failure = exchange.getException();
        if (failure == null && exchange.getMessage().getBody() instanceof Response response) {
            try {
                return write(request, response);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        LOG.error("Request {} was not answered by its route", request.context().requestId(), failure);
        return write(request, writer.fail(request));
    }

    private Object write(Request request, Response response) {
        EventStream stream = request.channel().stream();
        return stream == null
                ? writer.write(request.context().requestId(), request.origin(), response)
                : stream.last(EventStream.RESULT, response);
    }
}
