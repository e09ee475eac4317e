package io.mehari.servers;

import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.catalog.offer.OfferCatalog;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.util.concurrent.CompletableFuture;

/**
 * One configured server: the connection that serves its calls and, while its settings change, the one that will. Shows
 * the right one to callers, in the catalogue and among the upstreams. Safe for concurrent use.
 */
final class SupervisedServer {
    private final Upstreams upstreams;
    private final ToolCatalog catalog;
    private final OfferCatalog offers;
    private Upstream current;
    private Upstream next;
    private CompletableFuture<Upstream> takenOver = new CompletableFuture<>();

    /** Whether the catalogue shows tools that the connection before the current one has read. */
    private boolean inherited;

    /** What the catalogue shows; null before anything was read. */
    private Offer shown;

    SupervisedServer(Upstream current, Upstreams upstreams, ToolCatalog catalog, OfferCatalog offers) {
        this.current = current;
        this.upstreams = upstreams;
        this.catalog = catalog;
        this.offers = offers;
    }

    synchronized Upstream current() {
        return current;
    }

    /** Whether this connection serves or will; false for one that drains. */
    synchronized boolean has(Upstream upstream) {
        return upstream == current || upstream == next;
    }

    /** Makes the connection known, without tools. */
    void show() {
        upstreams.add(current());
    }

    /** Lets no new call reach the server. */
    void hide() {
        catalog.remove(current().name());
        offers.remove(current().name());
        upstreams.remove(current().name());
    }

    /** Lets calls reach the server again after {@link #hide}. */
    synchronized void showAgain() {
        upstreams.add(current);
        publish(current.offer());
    }

    /**
     * The list of tools of a connection has changed.
     *
     * @return whether the catalogue follows: whether it is the connection that serves
     */
    synchronized boolean toolsChanged(Upstream upstream) {
        if (upstream != current) {
            return false;
        }
        inherited = false;
        publish(current.offer());
        return true;
    }

    /**
     * A list of resources, templates or prompts of a connection has changed: the catalogue follows if it is the connection
     * that serves.
     */
    synchronized void offerChanged(Upstream upstream) {
        if (upstream == current) {
            offers.replace(current.name(), current.offer());
        }
    }

    /**
     * Another connection is to serve as soon as it is ready, or its first attempts have failed.
     *
     * @return ends with the connection that served before
     */
    synchronized CompletableFuture<Upstream> changeTo(Upstream beside) {
        next = beside;
        takenOver = new CompletableFuture<>();
        return takenOver;
    }

    /**
     * Another connection serves from now on.
     *
     * @return the one that served before
     */
    synchronized Upstream replaceBy(Upstream successor) {
        Upstream old = current;
        current = successor;
        next = null;
        upstreams.replace(successor);
        UpstreamState state = successor.status().state();
        inherited = state != UpstreamState.READY && state != UpstreamState.MISCONFIGURED;
        publish(inherited ? known(old) : successor.offer());
        return old;
    }

    /** A connection that never became ready knows less than the catalogue has from the one before it. */
    private Offer known(Upstream old) {
        return shown == null || old.status().state() == UpstreamState.READY ? old.offer() : shown;
    }

    /** A connection is ready, or its attempts have failed: it serves from now on if it was to. */
    void settled(Upstream upstream) {
        Upstream old = null;
        CompletableFuture<Upstream> waiting;
        synchronized (this) {
            waiting = takenOver;
            if (upstream == next) {
                old = replaceBy(next);
            } else if (inherited && upstream == current && current.status().state() == UpstreamState.READY) {
                toolsChanged(current);
            }
        }
        if (old != null) {
            waiting.complete(old);
        }
    }

    private void publish(Offer offer) {
        shown = offer;
        catalog.replace(ToolSource.of(current.settings()), offer.tools());
        offers.replace(current.name(), offer);
    }
}
