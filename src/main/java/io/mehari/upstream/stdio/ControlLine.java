package io.mehari.upstream.stdio;

import io.mehari.upstream.session.OutgoingMessage;

/** A line that is never given up. Used once; nobody changes its bytes. */
final class ControlLine implements OutgoingMessage {
    private final byte[] bytes;

    ControlLine(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean claim() {
        return true;
    }
}
