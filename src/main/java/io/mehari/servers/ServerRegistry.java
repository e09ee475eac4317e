package io.mehari.servers;

import io.mehari.upstream.UpstreamSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The configured servers of a running gateway: says which there are, and takes a change of them as a whole. Safe for
 * concurrent use.
 */
public interface ServerRegistry {
    /**
     * The servers there are now.
     *
     * @return their settings, ordered by name; compare them with the wanted ones by {@link ServerChanges#between}
     */
    List<UpstreamSettings> settings();

    /**
     * Adds, changes and removes servers without losing a call. Returns immediately. The next change waits until the routes
     * and the catalogue show this one; if it is about one of the same servers, until this one is complete.
     *
     * <p><b>Added</b> servers are known to callers as soon as there are routes for them, and connect as at the start
     * of the gateway: a few at a time, and one that is down joins later.
     *
     * <p><b>Removed</b> servers leave the catalogue first, so that new calls are answered with "not found". Calls
     * that were sent may end within the drain limit, then the connection is stopped.
     *
     * <p><b>Changed</b> servers are connected beside the old connection, which serves until the new one is ready or
     * its first attempts have failed; the old one then drains. A process of a server that is not declared stateless
     * may hold a lock on its files, so that a second one beside it would fail or do harm: there the old process
     * drains and ends before the new one starts, and calls made meanwhile wait for the new one, as long as calls wait
     * for any server that is joining.
     *
     * @param changes what is to become of the servers there are
     * @return ends when the routes and the catalogue show the changes and all old connections have been stopped; does
     *     not wait for added servers to become ready. Ends exceptionally, and with everything as it was, if a
     *     connection cannot be created from its settings ({@code InvalidConfigurationException}), if there can be no
     *     routes for the servers, if the changes do not fit the servers there are ({@link IllegalArgumentException}),
     *     or if the gateway is stopping or too many changes are under way ({@link IllegalStateException})
     */
    CompletableFuture<Void> apply(ServerChanges changes);
}
