package io.mehari.upstream;

/** Is notified of changes at an upstream; called on the connection's threads, must not block. */
public interface UpstreamListener {
    /**
     * A list of what the server offers was read, and differs from what was known.
     *
     * @param upstream whose {@link Upstream#offer()} has it
     * @param kind which list
     */
    void offerChanged(Upstream upstream, Offer.Kind kind);

    /**
     * Who answers what servers ask of the gateway; asked once per upstream.
     *
     * @return never null
     */
    default ServerRequestHandler serverRequests() {
        return ServerRequestHandler.NONE;
    }

    /**
     * The connection's state changed.
     *
     * @param upstream whose connection
     * @param state the new one; a later one may hold already
     */
    void stateChanged(Upstream upstream, UpstreamState state);
}
