package io.mehari.upstream.session;

/** A message for the server, encoded and ended by a line feed. */
public interface OutgoingMessage {
    /**
     * The encoded message.
     *
     * @return bytes that no one changes
     */
    byte[] bytes();

    /**
     * Called by the writer right before the first byte may leave; whoever abandons the message calls nothing after
     * that.
     *
     * @return false if the message was abandoned: it is then not written
     */
    boolean claim();
}
