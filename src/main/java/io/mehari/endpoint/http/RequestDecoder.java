package io.mehari.endpoint.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/** Decodes HTTP/1.1, notifies the connection when bytes arrive, and drops them once it is closing. */
final class RequestDecoder extends HttpRequestDecoder {
    private final HttpConnection connection;
    private final ChunkSizes chunks;
    private boolean over;

    /**
     * A decoder for one connection.
     *
     * @param settings hold the limits of the request line and the headers
     * @param connection is notified of arriving bytes
     */
    RequestDecoder(DataSettings settings, HttpConnection connection) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(
                        Math.toIntExact(settings.maxRequestLine().toBytes()))
                .setMaxHeaderSize(Math.toIntExact(settings.maxHeaders().toBytes())));
        this.connection = connection;
        this.chunks = new ChunkSizes(settings.maxBody().toBytes());
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> out) throws Exception {
        if (!over && chunks.isOver(bytes)) {
            over = true;
            LastHttpContent end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
            end.setDecoderResult(DecoderResult.failure(new TooLongHttpContentException()));
            out.add(end);
        }
        if (over) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        int before = out.size();
        super.decode(ctx, bytes, out);
        for (int i = before; i < out.size(); i++) {
            chunks.read(out.get(i));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (connection.isClosing()) {
            ReferenceCountUtil.release(message);
        } else {
            connection.bytesArrived();
            super.channelRead(ctx, message);
        }
    }

    /** Rejects a request with two lengths, which is how requests are smuggled past a proxy (RFC 9112, section 6.3). */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Both Transfer-Encoding and Content-Length");
    }
}
