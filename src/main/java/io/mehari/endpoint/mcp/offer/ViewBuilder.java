package io.mehari.endpoint.mcp.offer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.AggregatedNames;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroup;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.catalog.offer.OfferCatalog;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.ViewOffer.Revision;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Offer.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the lists of one view. Used once, by one thread. */
final class ViewBuilder {
    private final McpView view;
    private final Revision revision;

    /** What was encoded before, by its definition. */
    private final Map<ObjectNode, Entry> encoded = new IdentityHashMap<>();

    private final Map<Kind, Map<String, Entry>> lists = new EnumMap<>(Kind.class);
    private final List<Conflict> conflicts = new ArrayList<>();

    /**
     * A builder.
     *
     * @param view whose lists
     * @param before whose entries may be the same; null if there is nothing before
     */
    ViewBuilder(McpView view, Revision revision, ViewOffer before) {
        this.view = view;
        this.revision = revision;
        for (Kind kind : Kind.values()) {
            lists.put(kind, new LinkedHashMap<>());
            if (before != null) {
                before.list(kind).forEach(entry -> encoded.put(entry.definition(), entry));
            }
        }
    }

    ViewOffer build(ToolCatalog tools, OfferCatalog offers, ToolGroups groups) {
        switch (view.kind()) {
            case ALL -> {
                addTools(tools.tools());
                offers.servers().forEach(server -> addOffers(server, offers));
            }
            case SERVER -> {
                addTools(tools.tools(view.name()));
                addOffers(view.name(), offers);
            }
            case GROUP ->
                addTools(groups.find(view.name()).map(ToolGroup::tools).orElse(List.of()));
        }
        return new ViewOffer(revision, lists, conflicts);
    }

    private void addTools(Collection<Tool> tools) {
        tools.forEach(tool -> addNamed(Kind.TOOLS, tool.server(), false, tool.definition()));
    }

    private void addOffers(String server, OfferCatalog offers) {
        add(server, false, offers.ofServer(server));
        add(server, true, offers.ofRoutes(server));
    }

    private void add(String server, boolean route, Offer offer) {
        offer.prompts().forEach(prompt -> addNamed(Kind.PROMPTS, server, route, prompt));
        offer.resources().forEach(resource -> addUri(Kind.RESOURCES, "uri", server, route, resource));
        offer.resourceTemplates()
                .forEach(template -> addUri(Kind.RESOURCE_TEMPLATES, "uriTemplate", server, route, template));
    }

    private void addNamed(Kind kind, String server, boolean route, ObjectNode definition) {
        String name = definition.path("name").asText();
        Map<String, Entry> list = lists.get(kind);
        String shown = view.isServer() ? name : AggregatedNames.of(server, name);
        Entry there = list.get(shown);
        if (there != null) {
            boolean twice = there.server().equals(server) && there.name().equals(name);
            String other = twice || view.isServer() ? "" : AggregatedNames.distinct(server, name);
            conflicts.add(new Conflict(kind, shown, there.server(), server, other));
            if (other.isEmpty() || list.containsKey(other)) {
                return;
            }
            shown = other;
        }
        Entry known = encoded.get(definition);
        list.put(
                shown,
                known != null && known.shown().equals(shown)
                        ? known
                        : shown.equals(name)
                                ? Entry.of(server, route, name, definition)
                                : Entry.renamed(server, route, name, shown, definition));
    }

    private void addUri(Kind kind, String key, String server, boolean route, ObjectNode definition) {
        String uri = definition.path(key).asText();
        Map<String, Entry> list = lists.get(kind);
        Entry there = list.get(uri);
        if (there != null) {
            conflicts.add(new Conflict(kind, uri, there.server(), server, ""));
            return;
        }
        Entry known = encoded.get(definition);
        list.put(uri, known != null ? known : Entry.of(server, route, uri, definition));
    }
}
