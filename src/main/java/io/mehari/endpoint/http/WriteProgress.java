package io.mehari.endpoint.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Notices whether anything of what is being sent was taken since the last look. For one thread. */
final class WriteProgress {
    private final Channel channel;
    private long pending;
    private long ofFirst;

    /**
     * Nothing has been looked at.
     *
     * @param channel whose output is looked at on its event loop
     */
    WriteProgress(Channel channel) {
        this.channel = channel;
    }

    /**
     * Looks at the output.
     *
     * @return true if it is not as it was at the last look
     */
    boolean moved() {
        ChannelOutboundBuffer output = channel.unsafe().outboundBuffer();
        if (output == null) {
            return false;
        }
        long nowPending = output.totalPendingWriteBytes();
        long nowOfFirst = output.currentProgress();
        boolean moved = nowPending != pending || nowOfFirst != ofFirst;
        pending = nowPending;
        ofFirst = nowOfFirst;
        return moved;
    }

    /**
     * Whether something waited for the client at the last look.
     *
     * @return false if it had read everything
     */
    boolean isPending() {
        return pending > 0;
    }
}
