package io.mehari.endpoint.http;

import io.mehari.exchange.ExchangeState;
import io.netty.handler.codec.http.LastHttpContent;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.netty.http.DefaultNettyHttpBinding;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates between requests of Netty and exchanges of Camel: nothing from the network becomes a header, and whatever
 * happens to an exchange, exactly one response comes of it. Safe for concurrent use.
 */
public final class HttpBinding extends DefaultNettyHttpBinding {
    private static final Logger LOG = LoggerFactory.getLogger(HttpBinding.class);

    private final ResponseWriter writer;

    /**
     * A binding of one server.
     *
     * @param writer writes the responses
     */
    public HttpBinding(ResponseWriter writer) {
        this.writer = writer;
    }

    /**
     * Puts a request into an exchange: as its body, and as the property that {@link #responseOf} reads.
     *
     * @param request the request
     * @param exchange a new exchange
     */
    void accept(Request request, Exchange exchange) {
        exchange.setProperty(ExchangeState.REQUEST, request);
        Message message = new DefaultMessage(exchange);
        message.setBody(request);
        exchange.setIn(message);
    }

    /**
     * What is sent for an exchange that has ended: the {@link Response} in its body, 500 with nothing but the request
     * id if there is none, or the last event where the response is a stream.
     *
     * @param exchange one that went through {@link #accept}
     * @return null, which sends nothing, if a response was sent before or the client has disconnected
     */
    Object responseOf(Exchange exchange) {
        Request request = (Request) exchange.getProperty(ExchangeState.REQUEST);
        if (!request.claimResponse()) {
            LOG.error(
                    "Request {}: its route ended twice; the second response is dropped",
                    request.context().requestId());
            return null;
        }
        request.channel().ended();
        if (request.channel().isDisconnected()) {
            LOG.debug(
                    "Request {}: its client has disconnected", request.context().requestId());
            return null;
        }
        try {
            return made(request, exchange);
        } catch (Throwable e) { // also a lack of memory: whoever waits for an answer must not wait for ever
            LOG.error(
                    "Request {}: no response could be made; its connection is closed",
                    request.context().requestId(),
                    e);
            request.channel().close();
            return null;
        }
    }

    private Object made(Request request, Exchange exchange) {
        Throwable failure = exchange.getException();
        if (failure == null && exchange.getMessage().getBody() instanceof Response response) {
            try {
                return write(request, response);
            } catch (NoRoomException e) {
                LOG.debug("Request {}: {}", request.context().requestId(), e.getMessage());
                return write(request, writer.noRoom(request));
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }
        LOG.error("Request {}: its route left no response", request.context().requestId(), failure);
        return write(request, writer.fail(request));
    }

    private Object write(Request request, Response response) {
        if (request.channel().piped() != null) {
            return LastHttpContent.EMPTY_LAST_CONTENT;
        }
        EventStream stream = request.channel().stream();
        return stream == null ? writer.write(request, response) : stream.last(response, request.held());
    }
}
