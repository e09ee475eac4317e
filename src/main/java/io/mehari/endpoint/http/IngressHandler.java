package io.mehari.endpoint.http;

import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.netty.handlers.ServerChannelHandler;
import org.apache.camel.component.netty.http.NettyHttpConsumer;

/**
 * Makes an exchange of each request of one ingress route, and a response of each exchange. Safe for concurrent use.
 */
@Sharable
final class IngressHandler extends ServerChannelHandler {

    /** What a request gets that comes while its route is stopping, or has stopped. */
    static final Rejection STOPPING = new Rejection(
            RejectionReason.STOPPING,
            "The gateway is stopping and takes no more requests; try again when it has restarted",
            Map.of("Retry-After", "1", "Connection", "close"));

    private final NettyHttpConsumer consumer;
    private final ResponseWriter writer;

    /**
     * A handler of one route.
     *
     * @param consumer start of the ingress route; its binding is an {@link HttpBinding}
     * @param writer writes the rejection of requests that come while the route is stopping
     */
    IngressHandler(NettyHttpConsumer consumer, ResponseWriter writer) {
        super(consumer);
        this.consumer = consumer;
        this.writer = writer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object message) throws Exception {
        if (consumer.isSuspended()) {
            ctx.writeAndFlush(writer.write(new RejectedRequest(((Request) message).target(), STOPPING)));
        } else {
            super.channelRead0(ctx, message);
        }
    }

    @Override
    protected Exchange createExchange(ChannelHandlerContext ctx, Object message) throws Exception {
        Exchange exchange = consumer.createExchange(false);
        binding().accept((Request) message, exchange);
        return exchange;
    }

    @Override
    protected Object getResponseBody(Exchange exchange) {
        return binding().responseOf(exchange);
    }

    private HttpBinding binding() {
        return (HttpBinding) consumer.getEndpoint().getNettyHttpBinding();
    }
}
