package io.mehari.upstream;

/** Hears of changes at an upstream; called on the connection's threads, must not block. */
public interface UpstreamListener {
    /** The server's list of tools was read, and differs from what was known. */
    void toolsChanged(Upstream upstream);

    /** Who answers what servers ask of the gateway; asked once per upstream. */
    default ServerRequestHandler serverRequests() {
        return ServerRequestHandler.NONE;
    }

    /** The connection's state changed. */
    void stateChanged(Upstream upstream, UpstreamState state);
}
