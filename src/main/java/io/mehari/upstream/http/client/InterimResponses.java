package io.mehari.upstream.http.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Skips interim responses (RFC 9110, section 15.2), such as 103 Early Hints or a 100 that nobody asked for: the HTTP client
 * would take them for the answer, or send the body again. Also passes on how long the server keeps the connection. One for
 * each connection.
 */
final class InterimResponses extends ChannelInboundHandlerAdapter {
    private boolean skipping;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            skipping = response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                    && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
            LoopPool.responded(context.channel(), response.headers().get("Keep-Alive"));
        }
        if (!skipping) {
            context.fireChannelRead(message);
            return;
        }
        skipping = !(message instanceof LastHttpContent);
        ReferenceCountUtil.release(message);
    }
}
