package io.mehari.upstream.session;

import io.mehari.call.ClientHeaders;
import io.mehari.upstream.lifecycle.PendingCall;

/** A call in the encoding of the one connection that has taken it. */
public final class EncodedCall implements OutgoingMessage {
    private final PendingCall call;
    private final byte[] bytes;

    EncodedCall(PendingCall call, byte[] bytes) {
        this.call = call;
        this.bytes = bytes;
    }

    /**
     * The call itself.
     *
     * @return what the connection has taken
     */
    public PendingCall call() {
        return call;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public ClientHeaders headers() {
        return call.headers();
    }

    @Override
    public boolean claim() {
        return call.claim();
    }
}
