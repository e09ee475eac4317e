package io.mehari.endpoint.rest;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import org.apache.camel.Exchange;
import org.apache.camel.component.netty.handlers.ServerChannelHandler;
import org.apache.camel.component.netty.http.NettyHttpBinding;
import org.apache.camel.component.netty.http.NettyHttpConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an exchange of each request and a response of each exchange. */
@Sharable
final class IngressHandler extends ServerChannelHandler {
    private static final Logger LOG = LoggerFactory.getLogger(IngressHandler.class);

    private final NettyHttpConsumer consumer;
    private final AnswerWriter writer;

    IngressHandler(NettyHttpConsumer consumer, AnswerWriter writer) {
        super(consumer);
        this.consumer = consumer;
        this.writer = writer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object message) throws Exception {
        if (consumer.isSuspended()) {
            String target = ((FullHttpRequest) message).uri();
            Rejection rejection = Rejection.of(Problem.STOPPING, "The gateway is not taking requests now: try again");
            ctx.writeAndFlush(writer.write(new RejectedRequest(target, rejection)));
        } else {
            super.channelRead0(ctx, message);
        }
    }

    @Override
    protected Exchange createExchange(ChannelHandlerContext ctx, Object message) throws Exception {
        Exchange exchange = consumer.createExchange(false);
        exchange.setIn(binding().toCamelMessage((FullHttpRequest) message, exchange, consumer.getConfiguration()));
        return exchange;
    }

    @Override
    protected Object getResponseBody(Exchange exchange) throws Exception {
        return binding().toNettyResponse(exchange.getMessage(), consumer.getConfiguration());
    }

    /** Answers for a request whose exchange could not even be made; the connection ends with it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        String id = RequestIds.next();
        LOG.error("Request {} could not be handed to its route", id, cause);
        FullHttpResponse response = writer.writeInternal(id);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response);
    }

    private NettyHttpBinding binding() {
        return consumer.getEndpoint().getNettyHttpBinding();
    }
}
