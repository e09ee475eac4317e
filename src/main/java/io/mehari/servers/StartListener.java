package io.mehari.servers;

/** Is notified of how the configured servers join and go. Safe for concurrent use; called on their threads, must not block. */
public interface StartListener {
    /** A server is about to join. */
    void expect(String server);

    /** A server is ready, for the first time or again. */
    void joined(String server);

    /** The last attempts to connect to a server have failed. */
    void failed(String server);

    /** A server is not wanted any more. */
    void removed(String server);
}
