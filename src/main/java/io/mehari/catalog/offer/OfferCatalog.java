package io.mehari.catalog.offer;

import io.mehari.upstream.Offer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The resources, templates and prompts of all servers and of routes; tools have a catalogue of their own. Each server's
 * lists are replaced as a whole, so a reader never sees half a list. Reads take no lock; safe for concurrent use.
 */
public final class OfferCatalog {
    private final AtomicLong revision = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, Offer> servers = Map.of();
    private volatile Map<String, Offer> routes = Map.of();

    /** An empty catalogue. */
    public OfferCatalog() {}

    /**
     * Replaces what one server offers.
     *
     * @param server name of the server
     * @param offer all its lists; the tools in it do not count
     */
    public void replace(String server, Offer offer) {
        Offer kept = withoutTools(offer);
        synchronized (this) {
            if (servers.getOrDefault(server, Offer.NONE).equals(kept)) {
                return;
            }
            Map<String, Offer> changed = new TreeMap<>(servers);
            if (kept.equals(Offer.NONE)) {
                changed.remove(server);
            } else {
                changed.put(server, kept);
            }
            servers = changed;
            revision.incrementAndGet();
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * Removes what one server offers.
     *
     * @param server name of the server; nothing changes if it is unknown
     */
    public void remove(String server) {
        replace(server, Offer.NONE);
    }

    /**
     * Replaces what routes offer.
     *
     * @param offers by the server that each route names
     */
    public void replaceRoutes(Map<String, Offer> offers) {
        synchronized (this) {
            if (routes.equals(offers)) {
                return;
            }
            routes = new TreeMap<>(offers);
            revision.incrementAndGet();
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * A number for what is in the catalogue. Whoever asks before reading makes nothing that is older than its number.
     *
     * @return another number after every change, never less than before
     */
    public long revision() {
        return revision.get();
    }

    /**
     * Adds a listener.
     *
     * @param listener run after each change, on the thread that made it: must not block
     */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * The names of all that offer something.
     *
     * @return a copy, in alphabetical order
     */
    public Set<String> servers() {
        Set<String> all = new TreeSet<>(servers.keySet());
        all.addAll(routes.keySet());
        return all;
    }

    /**
     * What the server itself offers.
     *
     * @param server name of the server
     * @return without tools; nothing if it is unknown
     */
    public Offer ofServer(String server) {
        return servers.getOrDefault(server, Offer.NONE);
    }

    /**
     * What routes offer under the name of a server.
     *
     * @param server name of the server
     * @return without tools; nothing if no route names it
     */
    public Offer ofRoutes(String server) {
        return routes.getOrDefault(server, Offer.NONE);
    }

    private static Offer withoutTools(Offer offer) {
        return offer.tools().isEmpty() ? offer : offer.with(Offer.Kind.TOOLS, List.of());
    }
}
