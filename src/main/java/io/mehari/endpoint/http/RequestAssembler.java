package io.mehari.endpoint.http;

import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.JsonWeight;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Function;

/**
 * Makes a {@link Request} of the parts that the decoder leaves. Whether a request is let in is decided with its head:
 * one that is not becomes a {@link RejectedRequest} or a {@link RefusedRequest} before its body is held. Used by the
 * connection's event loop only.
 */
final class RequestAssembler extends ChannelInboundHandlerAdapter {
    /** Longest body of a refused request that is read and dropped, so that its connection can go on. */
    static final int MOST_DROPPED = 64 * 1024;

    private final DataSettings settings;
    private final ByteBudget budget;
    private final Function<Request, Response> gate;
    private final HttpConnection connection;
    private Request request;
    private RequestBody body;
    private boolean headJustRead;
    private boolean dropping;
    private boolean ended;

    /**
     * An assembler for one connection.
     *
     * @param settings hold the largest body
     * @param budget counts what bodies hold
     * @param gate the response that refuses a request by its head, or null
     * @param connection is asked whether {@code 100 Continue} may be sent
     */
    RequestAssembler(
            DataSettings settings, ByteBudget budget, Function<Request, Response> gate, HttpConnection connection) {
        this.settings = settings;
        this.budget = budget;
        this.gate = gate;
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!ended) {
                accept(ctx, (HttpObject) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** What comes from here on comes later than the head that was read. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        headJustRead = false;
        ctx.fireChannelReadComplete();
    }

    /** What was arriving does not any more. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        forget();
        ctx.fireChannelInactive();
    }

    private void accept(ChannelHandlerContext ctx, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            String target = part instanceof HttpRequest head ? head.uri() : request == null ? "" : request.target();
            reject(ctx, RejectedRequest.undecodable(target, part.decoderResult().cause(), settings));
            return;
        }
        if (part instanceof HttpRequest head) {
            begin(ctx, head);
        }
        if (!ended && part instanceof HttpContent content) {
            add(ctx, content);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        Rejection problem = Framing.problem(head);
        if (problem != null) {
            reject(ctx, new RejectedRequest(head.uri(), problem));
            return;
        }
        request = new Request(head, budget, ctx.channel().remoteAddress());
        headJustRead = true;
        long announced = HttpUtil.getContentLength(head, -1L);
        Response refusal = gate.apply(request);
        if (refusal != null) {
            refuse(ctx, refusal, head, announced);
        } else if (announced > settings.maxBody().toBytes()) {
            reject(ctx, RejectedRequest.tooLarge(request.target(), settings));
        } else {
            boolean kept = head.method().equals(HttpMethod.POST);
            if (kept && announced > ByteBudget.UNCOUNTED && !request.holdsBody(announced)) {
                reject(ctx, RejectedRequest.noRoom(request));
                return;
            }
            body = new RequestBody(kept, (int) announced);
            if (HttpUtil.is100ContinueExpected(head) && announced != 0) {
                connection.continueRequest();
            }
        }
    }

    /** The connection goes on only where the client will send a body that is short, or none. */
    private void refuse(ChannelHandlerContext ctx, Response refusal, HttpRequest head, long announced) {
        boolean bodiless = announced <= 0 && !HttpUtil.isTransferEncodingChunked(head);
        boolean goesOn =
                bodiless || announced > 0 && announced <= MOST_DROPPED && !HttpUtil.is100ContinueExpected(head);
        Request refused = request;
        request = null;
        dropping = true;
        ended = !goesOn;
        ctx.fireChannelRead(new RefusedRequest(refused, refusal, !goesOn));
    }

    private void add(ChannelHandlerContext ctx, HttpContent content) {
        boolean complete = content instanceof LastHttpContent;
        if (dropping) {
            dropping = !complete;
            if (complete) {
                connection.bodyDropped();
            }
            return;
        }
        if (body.length() + content.content().readableBytes()
                > settings.maxBody().toBytes()) {
            reject(ctx, RejectedRequest.tooLarge(request.target(), settings));
            return;
        }
        body.add(content.content());
        if (complete) {
            complete(ctx);
        } else if (!request.holdsBody(body.length())) {
            reject(ctx, RejectedRequest.noRoom(request));
        }
    }

    private void complete(ChannelHandlerContext ctx) {
        byte[] bytes = body.complete();
        if (bytes.length > ByteBudget.UNCOUNTED && !request.holdsBody(JsonWeight.of(bytes, 0, bytes.length))) {
            reject(ctx, RejectedRequest.noRoom(request));
            return;
        }
        Request received = request;
        request = null;
        body = null;
        received.complete(bytes, headJustRead);
        ctx.fireChannelRead(received);
    }

    /** Where the next request begins is unknown from here on, so nothing more is taken. */
    private void reject(ChannelHandlerContext ctx, RejectedRequest rejected) {
        ended = true;
        forget();
        ctx.fireChannelRead(rejected);
    }

    private void forget() {
        if (request != null) {
            request.held().close();
        }
        request = null;
        body = null;
    }
}
