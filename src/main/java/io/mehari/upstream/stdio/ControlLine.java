package io.mehari.upstream.stdio;

/** A line that is never given up. Used once; nobody changes its bytes. */
final class ControlLine implements OutgoingLine {
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
