package io.mehari.servers;

/** Is notified of how the configured servers join and go. Safe for concurrent use; called on their threads, must not block. */
public interface StartListener {
    /**
     * A server is about to connect for the first time.
     *
     * @param server its name
     */
    void expect(String server);

    /**
     * A server is ready, for the first time or again.
     *
     * @param server its name
     */
    void joined(String server);

    /**
     * The last attempts to connect to a server have failed.
     *
     * @param server its name
     */
    void failed(String server);

    /**
     * A server was removed from the configuration.
     *
     * @param server its name
     */
    void removed(String server);
}
