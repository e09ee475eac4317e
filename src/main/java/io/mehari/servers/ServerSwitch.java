package io.mehari.servers;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Ends the connection of a server that stays configured, and begins it again. Safe for concurrent use. */
public interface ServerSwitch {
    /**
     * Ends the connection of a server. Calls in flight may end within the drain limit; the server stays listed with the
     * tools it had, and keeps stopped whatever its settings become, until it is started or removed.
     *
     * @param server its name
     * @param reason one sentence for people: what its callers and lists are told
     * @param since when it was asked for
     * @return ends when the old connection is gone; ends with {@link IllegalArgumentException} if there is no such server
     */
    CompletableFuture<Void> stop(String server, String reason, Instant since);

    /**
     * Lets a server that was stopped connect again.
     *
     * @param server its name
     * @return ends when the connection has begun to connect; ends with {@link IllegalArgumentException} if there is no
     *     such server
     */
    CompletableFuture<Void> start(String server);

    /**
     * Whether a server was stopped, and not started since.
     *
     * @param server its name
     * @return false if there is none
     */
    boolean isStopped(String server);
}
