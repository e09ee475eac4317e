package io.mehari.endpoint.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/**
 * Collects the body of a request, up to the limit; a request with a larger one is passed on as a {@link
 * RejectedRequest}.
 */
final class RequestAggregator extends HttpObjectAggregator {
    private final DataSettings settings;

    /**
     * An aggregator for one connection.
     *
     * @param settings hold the limit
     */
    RequestAggregator(DataSettings settings) {
        super(Math.toIntExact(settings.maxBody().toBytes()));
        this.settings = settings;
    }

    /** Sends {@code 100 Continue}, unless the announced body is too large. Other expectations are ignored. */
    @Override
    protected Object newContinueResponse(HttpMessage request, int maxContentLength, ChannelPipeline pipeline) {
        return HttpUtil.is100ContinueExpected(request) && !isContentLengthInvalid(request, maxContentLength)
                ? super.newContinueResponse(request, maxContentLength, pipeline)
                : null;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage request) {
        ctx.fireChannelRead(RejectedRequest.tooLarge((HttpRequest) request, settings));
    }
}
