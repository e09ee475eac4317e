package io.mehari.upstream.session;

import io.mehari.call.ClientHeaders;

/** A message for the server, encoded and ended by a line feed. */
public interface OutgoingMessage {
    /**
     * The encoded message.
     *
     * @return bytes that no one changes
     */
    byte[] bytes();

    /**
     * Headers of a caller that go with the message, where the transport has headers.
     *
     * @return none for what the session itself sends
     */
    default ClientHeaders headers() {
        return ClientHeaders.NONE;
    }

    /**
     * Called by the writer right before the first byte may leave; whoever abandons the message calls nothing after
     * that.
     *
     * @return false if the message was abandoned: it is then not written
     */
    boolean claim();
}
