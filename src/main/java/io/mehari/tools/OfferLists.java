package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.aioffer.OfferedRoute;
import io.mehari.component.aioffer.OfferedRoute.Kind;
import io.mehari.upstream.Offer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lists of what routes offer, by server. Stateless. */
final class OfferLists {
    private OfferLists() {}

    /**
     * The lists.
     *
     * @param routes in the order of the lists
     * @return immutable, in the order of names
     */
    static Map<String, Offer> of(List<OfferedRoute> routes) {
        SortedMap<String, Offer> offers = new TreeMap<>();
        for (OfferedRoute route : routes) {
            Offer before = offers.getOrDefault(route.server(), Offer.NONE);
            Offer.Kind kind = kindOf(route.kind());
            List<ObjectNode> list = new ArrayList<>(before.list(kind));
            list.add(route.definition());
            offers.put(route.server(), before.with(kind, list));
        }
        return Collections.unmodifiableSortedMap(offers);
    }

    private static Offer.Kind kindOf(Kind kind) {
        return switch (kind) {
            case RESOURCE -> Offer.Kind.RESOURCES;
            case TEMPLATE -> Offer.Kind.RESOURCE_TEMPLATES;
            case PROMPT -> Offer.Kind.PROMPTS;
        };
    }
}
