package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.lifecycle.OutgoingMessage;

/** A message of the gateway's own, which is never given up. */
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
