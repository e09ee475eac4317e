package io.mehari.upstream;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The upstreams the gateway is connected to, by name. Safe for concurrent use. */
public final class Upstreams {
    private final Map<String, Upstream> byName = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /**
     * Adds a listener.
     *
     * @param listener is given the name of each server whose connection was replaced or removed, afterwards; must not
     *     block
     */
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /**
     * Adds a connection; whoever adds it starts it.
     *
     * @throws IllegalStateException if one of that name is there already
     */
    public void add(Upstream upstream) {
        if (byName.putIfAbsent(upstream.name(), upstream) != null) {
            throw new IllegalStateException("There is an upstream named " + upstream.name() + " already");
        }
    }

    /**
     * Puts a connection in the place of the one with its name.
     *
     * @param upstream serves calls from now on; whoever replaces the other stops that one
     * @throws IllegalStateException if there is none of that name
     */
    public void replace(Upstream upstream) {
        if (byName.replace(upstream.name(), upstream) == null) {
            throw new IllegalStateException("There is no upstream named " + upstream.name());
        }
        changed(upstream.name());
    }

    /**
     * Removes a connection, so that no new call finds it; whoever removes it stops it.
     *
     * @return the one that was there; empty if there was none of that name
     */
    public Optional<Upstream> remove(String name) {
        Optional<Upstream> removed = Optional.ofNullable(byName.remove(name));
        removed.ifPresent(upstream -> changed(name));
        return removed;
    }

    private void changed(String name) {
        listeners.forEach(listener -> listener.accept(name));
    }

    /** The upstream of this name, if one is configured. */
    public Optional<Upstream> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether calls to the upstream of this name are let through now. */
    public boolean isReady(String name) {
        return readySince(name).isPresent();
    }

    /** Since when calls to the upstream of this name have been let through; empty while they are not. */
    public Optional<Instant> readySince(String name) {
        return find(name)
                .map(Upstream::status)
                .filter(status -> status.state() == UpstreamState.READY)
                .map(UpstreamStatus::since);
    }

    /** All upstreams, ordered by name. */
    public Collection<Upstream> all() {
        return List.copyOf(new TreeMap<>(byName).values());
    }
}
