package io.mehari.endpoint.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;

/**
 * A response that comes from elsewhere and is passed on as it comes. Whoever has it stops reading there while {@link #hasRoom} is false. Used
 * by the connection's event loop only.
 */
public final class PipedResponse {
    /** Bytes that may wait for the client to read. */
    static final int MAX_QUEUED_BYTES = 256 * 1024;

    private static final Runnable NOTHING = () -> {};

    private final Channel channel;
    private long queued;
    private Runnable onRoom = NOTHING;

    /**
     * A response whose head has been sent.
     *
     * @param channel the connection
     */
    PipedResponse(Channel channel) {
        this.channel = channel;
    }

    /**
     * Sends a part of the body.
     *
     * @param bytes given away
     */
    public void write(ByteBuf bytes) {
        int size = bytes.readableBytes();
        queued += size;
        channel.writeAndFlush(new DefaultHttpContent(bytes)).addListener((ChannelFuture written) -> {
            queued -= size;
            if (hasRoom()) {
                Runnable action = onRoom;
                onRoom = NOTHING;
                action.run();
            }
        });
    }

    /**
     * Whether more may be sent.
     *
     * @return false while the client reads too slowly
     */
    public boolean hasRoom() {
        return queued <= MAX_QUEUED_BYTES;
    }

    /**
     * Has something done once there is room again.
     *
     * @param action on the event loop; replaces an earlier one
     */
    public void onRoom(Runnable action) {
        onRoom = action;
    }
}
