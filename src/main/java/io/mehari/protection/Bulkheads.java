package io.mehari.protection;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The bulkheads that calls have met so far, by the name that a tool gives. Safe for concurrent use. */
final class Bulkheads {
    private final Map<String, Bulkhead> byName = new ConcurrentHashMap<>();

    /**
     * The bulkhead of a name.
     *
     * @param name of a server, or {@code server/tool}
     * @return made when first asked for
     */
    Bulkhead of(String name) {
        Bulkhead known = byName.get(name);
        return known != null ? known : byName.computeIfAbsent(name, made -> new Bulkhead());
    }

    /**
     * Drops bulkheads that are not needed any more. One with calls in it stays until they have ended.
     *
     * @param isGone whether no tool has this name any more
     */
    void sweep(Predicate<String> isGone) {
        byName.entrySet().removeIf(entry -> entry.getValue().isIdle() && isGone.test(entry.getKey()));
    }

    /**
     * Shows each one.
     *
     * @param to given the name and the bulkhead
     */
    void forEach(BiConsumer<String, Bulkhead> to) {
        byName.forEach(to);
    }

    /**
     * The names there are bulkheads for.
     *
     * @return a copy
     */
    Set<String> names() {
        return Set.copyOf(byName.keySet());
    }
}
