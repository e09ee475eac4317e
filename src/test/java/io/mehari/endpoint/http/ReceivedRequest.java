package io.mehari.endpoint.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mehari.endpoint.rest.RestGateway;
import io.mehari.endpoint.rest.RestRejections;
import io.mehari.security.OriginRules;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/** A request that has been received by a connection in memory. */
public final class ReceivedRequest implements AutoCloseable {
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final OpenRequest open = new OpenRequest(
            channel.pipeline().firstContext(),
            new ResponseWriter(new OriginRules(RestGateway.OPEN, true, false), new RestRejections()));
    private final Request request;

    public ReceivedRequest(String target, String accept) {
        FullHttpRequest message = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, target);
        message.headers().set(HttpHeaderNames.ACCEPT, accept);
        request = Request.of(message, open);
        message.release();
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
