package io.mehari.upstream.replica;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.Offer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a server with several replicas offers: what the replica offers that was ready first; once that one is lost, the
 * first in the list that is ready. Guarded by its owner's lock but for reading the offer.
 */
final class ReplicatedOffer {
    private static final int MOST_SHOWN = 5;

    private final List<Replica> replicas;
    private Replica leader;
    private volatile Offer offer = Offer.NONE;

    ReplicatedOffer(List<Replica> replicas) {
        this.replicas = replicas;
    }

    Offer offer() {
        return offer;
    }

    /** Reads anew who leads and what it offers; the kinds that have changed. */
    List<Offer.Kind> read() {
        if (leader == null || !leader.isReady()) {
            leader = replicas.stream().filter(Replica::isReady).findFirst().orElse(leader);
        }
        Offer known = offer;
        Offer now = leader == null ? firstWithTools() : leader.upstream().offer();
        offer = now;
        List<Offer.Kind> changed = new ArrayList<>();
        for (Offer.Kind kind : Offer.Kind.values()) {
            if (!now.list(kind).equals(known.list(kind))) {
                changed.add(kind);
            }
        }
        return changed;
    }

    /** Tools are known before a replica is ready. */
    private Offer firstWithTools() {
        return replicas.stream()
                .map(replica -> replica.upstream().offer())
                .filter(each -> !each.tools().isEmpty())
                .findFirst()
                .orElse(offer);
    }

    Optional<Replica> leader() {
        return Optional.ofNullable(leader);
    }

    /** How the tools of a replica that is ready differ from those that are offered; bounded. */
    Optional<String> difference(Replica replica) {
        Map<String, ObjectNode> shown = byName(offer.tools());
        Map<String, ObjectNode> own = byName(replica.upstream().offer().tools());
        TreeSet<String> missing = new TreeSet<>(shown.keySet());
        missing.removeAll(own.keySet());
        TreeSet<String> more = new TreeSet<>(own.keySet());
        more.removeAll(shown.keySet());
        TreeSet<String> other = new TreeSet<>(own.keySet());
        other.removeIf(name -> !shown.containsKey(name) || shown.get(name).equals(own.get(name)));
        List<String> parts = new ArrayList<>();
        add(parts, "lacks ", missing);
        add(parts, "has besides ", more);
        add(parts, "defines otherwise ", other);
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
    }

    private static void add(List<String> parts, String what, Collection<String> names) {
        if (!names.isEmpty()) {
            String more = names.size() > MOST_SHOWN ? " and " + (names.size() - MOST_SHOWN) + " more" : "";
            parts.add(what + names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", ")) + more);
        }
    }

    private static Map<String, ObjectNode> byName(List<ObjectNode> tools) {
        Map<String, ObjectNode> byName = new LinkedHashMap<>();
        tools.forEach(tool -> byName.putIfAbsent(tool.path("name").asText(), tool));
        return byName;
    }
}
