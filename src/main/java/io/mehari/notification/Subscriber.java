package io.mehari.notification;

/** Takes messages of the topics that somebody has asked for. Implementations are safe for concurrent use and never block. */
public interface Subscriber {
    /** By which way a subscriber is reached. */
    enum Medium {
        /** A WebSocket. */
        WEBSOCKET,
        /** A stream of server-sent events. */
        SSE
    }

    /**
     * By which way it is reached.
     *
     * @return always the same
     */
    Medium medium();

    /**
     * A message has come. For one subscriber they come one after another, in the order of their numbers.
     *
     * @param notification the message
     */
    void take(Notification notification);

    /** No more messages come for the moment: what was taken may go to the network together. */
    default void flush() {}
}
