package io.mehari.upstream;

/**
 * How well servers answer. Reading costs no more than a look at a map: nothing is asked for it. Safe for concurrent use.
 */
@FunctionalInterface
public interface ServerHealths {
    /** Where there are no heartbeats: what the connection's state alone tells. */
    ServerHealths NONE = upstream -> ServerHealth.of(upstream.status());

    /**
     * The health of a connection, or of several that serve as one.
     *
     * @param upstream a server, or one of its {@link Upstream#members()}
     * @return what is known now. Of a server with several members: ONLINE if all are, OFFLINE if all are, DEGRADED
     *     otherwise
     */
    ServerHealth of(Upstream upstream);
}
