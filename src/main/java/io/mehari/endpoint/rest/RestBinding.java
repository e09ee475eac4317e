package io.mehari.endpoint.rest;

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
final class RestBinding extends DefaultNettyHttpBinding {
    private static final Logger LOG = LoggerFactory.getLogger(RestBinding.class);

    private final AnswerWriter writer;

    RestBinding(AnswerWriter writer) {
        this.writer = writer;
    }

    @Override
    public Message toCamelMessage(FullHttpRequest request, Exchange exchange, NettyHttpConfiguration configuration) {
        RestRequest body = RestRequest.of(request);
        exchange.setProperty(ExchangeState.REQUEST, body);
        Message message = new DefaultMessage(exchange);
        message.setBody(body);
        return message;
    }

    /**
     * Writes the {@link Answer} in the body; answers 500 with nothing but the request id if there is none. Null, which
     * ends the connection, if the exchange was answered before.
     */
    @Override
    public HttpResponse toNettyResponse(Message message, NettyHttpConfiguration configuration) {
        RestRequest request = (RestRequest) message.getExchange().getProperty(ExchangeState.REQUEST);
        if (!request.claimAnswer()) {
            LOG.error("Request {} was answered twice", request.context().requestId());
            return null;
        }
        Exception failure = message.getExchange().getException();
        if (failure == null && message.getBody() instanceof Answer answer) {
            try {
                return writer.write(request.context().requestId(), request.origin(), answer);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        return internal(request, failure);
    }

    private HttpResponse internal(RestRequest request, Exception failure) {
        String id = request.context().requestId();
        LOG.error("Request {} was not answered by its route", id, failure);
        Answer answer = request.form().render(request.context(), ToolCallResult.Failed.internal("No answer"));
        return writer.write(id, request.origin(), answer);
    }
}
