package io.mehari.endpoint.http;

import io.mehari.call.ToolCallResult;
import io.mehari.exchange.ExchangeState;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.netty.http.DefaultNettyHttpBinding;
import org.apache.camel.component.netty.http.NettyHttpConfiguration;
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

    public HttpBinding(ResponseWriter writer) {
        this.writer = writer;
    }

    @Override
    public Message toCamelMessage(FullHttpRequest request, Exchange exchange, NettyHttpConfiguration configuration) {
        Request body = Request.of(request);
        exchange.setProperty(ExchangeState.REQUEST, body);
        Message message = new DefaultMessage(exchange);
        message.setBody(body);
        return message;
    }

    /**
     * Writes the {@link Response} in the body; answers 500 with nothing but the request id if there is none. Null, which
     * ends the connection, if the exchange was answered before.
     */
    @Override
    public HttpResponse toNettyResponse(Message message, NettyHttpConfiguration configuration) {
        Request request = (Request) message.getExchange().getProperty(ExchangeState.REQUEST);
        if (!request.claimAnswer()) {
            LOG.error("Request {} was answered twice", request.context().requestId());
            return null;
        }
        Exception failure = message.getExchange().getException();
        if (failure == null && message.getBody() instanceof Response answer) {
            try {
                return writer.write(request.context().requestId(), request.origin(), answer);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        return internal(request, failure);
    }

    private HttpResponse internal(Request request, Exception failure) {
        String id = request.context().requestId();
        LOG.error("Request {} was not answered by its route", id, failure);
        Response answer = request.form().render(request.context(), ToolCallResult.Failed.internal("No answer"));
        return writer.write(id, request.origin(), answer);
    }
}
