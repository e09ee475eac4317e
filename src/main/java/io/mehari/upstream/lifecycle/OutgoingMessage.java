package io.mehari.upstream.lifecycle;

/** A message for the server, encoded and ended by a line feed. */
public interface OutgoingMessage {
    /** The encoded message; nobody changes it. */
    byte[] bytes();

    /**
     * Called by the writer right before the first byte may leave; whoever gives the message up calls nothing after
     * that. False if the message was given up: it is then not written.
     */
    boolean claim();
}
