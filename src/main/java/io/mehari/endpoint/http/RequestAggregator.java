package io.mehari.endpoint.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/** Collects the body of a request, up to the limit; what is larger goes on as a {@link RejectedRequest}. */
final class RequestAggregator extends HttpObjectAggregator {
    private final DataSettings settings;

    RequestAggregator(DataSettings settings) {
        super(Math.toIntExact(settings.maxBody().toBytes()));
        this.settings = settings;
    }

    /** Says {@code 100 Continue}, unless the announced body is too large anyway. Other expectations are ignored. */
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
