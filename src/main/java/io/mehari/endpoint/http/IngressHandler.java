package io.mehari.endpoint.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.util.Map;
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

    private static final Rejection STOPPING = new Rejection(
            RejectionReason.STOPPING,
            "The gateway is stopping and takes no more requests; try again when it is back",
            Map.of("Retry-After", "1", "Connection", "close"));

    private final NettyHttpConsumer consumer;
    private final ResponseWriter writer;

    IngressHandler(NettyHttpConsumer consumer, ResponseWriter writer) {
        super(consumer);
        this.consumer = consumer;
        this.writer = writer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object message) throws Exception {
        if (consumer.isSuspended()) {
            String target = ((FullHttpRequest) message).uri();
            ctx.writeAndFlush(writer.write(new RejectedRequest(target, STOPPING)));
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
