package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A message of the gateway's own, which is never abandoned. */
public final class ControlMessage implements OutgoingMessage {
    private final byte[] bytes;

    /** Encodes the message. */
    public ControlMessage(ObjectNode message) {
        this.bytes = MessageWriter.line(message);
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
