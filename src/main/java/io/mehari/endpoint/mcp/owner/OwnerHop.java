package io.mehari.endpoint.mcp.owner;

import io.mehari.endpoint.http.PipedResponse;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One request at another instance: the connection to it, whose response is passed on to the client, no faster than that reads. Used by one event
 * loop.
 */
final class OwnerHop extends ChannelInboundHandlerAdapter {
    /** Silence before the response after which it is given up: longer than any call takes by default. */
    static final long QUIET_BEFORE_SECONDS = 330;

    /** Silence within a response after which it is given up: streams have a comment every 15 s. */
    static final long QUIET_WITHIN_SECONDS = 60;

    private static final long LOOK_SECONDS = 15;
    private static final Set<String> OF_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "content-length",
            OwnerForwarding.HOP);
    private static final Response NOTHING_MORE = Response.empty(HttpResponseStatus.OK, Map.of());

    private final Request request;
    private final String secret;
    private final CompletableFuture<Response> end;
    private PipedResponse piped;
    private ScheduledFuture<?> look;
    private long heard;
    private boolean ended;

    OwnerHop(Request request, String secret, CompletableFuture<Response> end) {
        this.request = request;
        this.secret = secret;
        this.end = end;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        heard = System.nanoTime();
        look = ctx.executor().scheduleWithFixedDelay(() -> look(ctx), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        request.channel()
                .onDisconnect(() -> ctx.executor().execute(() -> {
                    ended = true;
                    ctx.close();
                    end.complete(NOTHING_MORE); // which nobody reads
                }));
        ctx.writeAndFlush(asItCame());
    }

    private FullHttpRequest asItCame() {
        FullHttpRequest copy = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, request.method(), request.target(), Unpooled.wrappedBuffer(request.body()));
        HttpHeaders headers = copy.headers();
        request.headers().forEach(header -> {
            if (!OF_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.add(header.getKey(), header.getValue());
            }
        });
        headers.set(HttpHeaderNames.CONTENT_LENGTH, request.body().length);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        headers.set("x-request-id", request.context().requestId());
        headers.set(OwnerForwarding.HOP, secret);
        return copy;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        heard = System.nanoTime();
        boolean passedOn = false;
        try {
            if (message instanceof HttpResponse response && piped == null && !ended) {
                if (response.decoderResult().isFailure()) {
                    ctx.close();
                    return;
                }
                if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                    return;
                }
                piped = request.channel().pipe(response.status(), headersOf(response));
            }
            if (message instanceof HttpContent content && piped != null && !ended) {
                passedOn = content(ctx, content);
            }
        } finally {
            if (!passedOn) {
                ReferenceCountUtil.release(message);
            }
        }
    }

    private static HttpHeaders headersOf(HttpResponse response) {
        HttpHeaders headers = new DefaultHttpHeaders().add(response.headers());
        headers.remove(HttpHeaderNames.CONNECTION);
        headers.remove("keep-alive");
        return headers;
    }

    /** Whether the bytes were given away. */
    private boolean content(ChannelHandlerContext ctx, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            ctx.close();
            return false;
        }
        boolean some = content.content().isReadable();
        if (some) {
            piped.write(content.content());
            if (!piped.hasRoom()) {
                ctx.channel().config().setAutoRead(false);
                piped.onRoom(() -> {
                    heard = System.nanoTime();
                    ctx.channel().config().setAutoRead(true);
                });
            }
        }
        if (content instanceof LastHttpContent) {
            ended = true;
            ctx.close();
            end.complete(NOTHING_MORE);
        }
        return some;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (look != null) {
            look.cancel(false);
        }
        if (ended) {
            return;
        }
        ended = true;
        if (piped == null) {
            end.completeExceptionally(
                    new HopException("that instance has ended the connection before it answered", true));
        } else {
            request.channel().onDisconnect(() -> end.complete(NOTHING_MORE));
            request.channel().close(); // the client must not take a part for the whole
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void look(ChannelHandlerContext ctx) {
        long limit = TimeUnit.SECONDS.toNanos(piped == null ? QUIET_BEFORE_SECONDS : QUIET_WITHIN_SECONDS);
        if (ctx.channel().config().isAutoRead() && System.nanoTime() - heard > limit) {
            ctx.close();
        }
    }
}
