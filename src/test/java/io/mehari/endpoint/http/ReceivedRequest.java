package io.mehari.endpoint.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mehari.endpoint.rest.RestGateway;
import io.mehari.network.ByteBudget;
import io.mehari.security.OriginRules;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/** A request that has been received by a connection in memory. */
public final class ReceivedRequest implements AutoCloseable {
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final Request request;
    private final OpenRequest open;

    public ReceivedRequest(String target, String accept) {
        HttpRequest message = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, target);
        message.headers().set(HttpHeaderNames.ACCEPT, accept);
        request = new Request(message, ByteBudget.unlimited(), channel.remoteAddress());
        open = new OpenRequest(
                channel.pipeline().firstContext(),
                new ResponseWriter(new OriginRules(RestGateway.OPEN, true, false), RestGateway.rejections()),
                request.held());
        request.openOn(open);
        request.complete(new byte[0], true);
    }

    public Request request() {
        return request;
    }

    OpenRequest open() {
        return open;
    }

    public void disconnect() {
        open.disconnected();
    }

    /** Runs what waits on the connection's event loop. */
    public void runTasks() {
        channel.runPendingTasks();
    }

    /** The text of all parts of bodies sent since the last time. */
    public String sent() {
        StringBuilder text = new StringBuilder();
        for (Object part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            if (part instanceof HttpContent content) {
                text.append(content.content().toString(UTF_8));
            }
            ReferenceCountUtil.release(part);
        }
        return text.toString();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
