package io.mehari.endpoint.mcp.method;

import io.mehari.catalog.group.ToolGroup;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.ViewOffer;
import io.mehari.endpoint.mcp.offer.ViewOffers;
import io.mehari.upstream.Offer.Kind;
import java.util.Optional;

/**
 * Finds whose a resource is. URIs are opaque and never rewritten: who lists exactly this URI has it, else who has a template
 * that it can have been made from; at the path of one server, else that server. Through a group, which lists no resources,
 * those of its servers can be read, since results of its tools may name them. Safe for concurrent use.
 */
public final class ResourceOwners {
    private final ViewOffers offers;
    private final ToolGroups groups;

    /**
     * Finds owners.
     *
     * @param offers what views show
     * @param groups the configured groups
     */
    public ResourceOwners(ViewOffers offers, ToolGroups groups) {
        this.offers = offers;
        this.groups = groups;
    }

    /** Whose a resource is; empty if the view does not have it. */
    Optional<Owner> of(McpView view, String uri) {
        return inView(view, lists(view).owner(uri).map(Owner::of), uri);
    }

    /** Whose a template is, or the resource of this URI. */
    Optional<Owner> ofTemplate(McpView view, String uri) {
        ViewOffer lists = lists(view);
        return inView(
                view,
                lists.find(Kind.RESOURCE_TEMPLATES, uri)
                        .or(() -> lists.owner(uri))
                        .map(Owner::of),
                uri);
    }

    private ViewOffer lists(McpView view) {
        return offers.of(view.kind() == McpView.Kind.GROUP ? McpView.ALL : view);
    }

    private Optional<Owner> inView(McpView view, Optional<Owner> owner, String uri) {
        return switch (view.kind()) {
            case ALL -> owner;
            case SERVER -> owner.or(() -> Optional.of(new Owner(view.name(), false, uri)));
            case GROUP ->
                owner.filter(found -> groups.find(view.name())
                        .map(ToolGroup::tools)
                        .filter(tools ->
                                tools.stream().anyMatch(tool -> tool.server().equals(found.server())))
                        .isPresent());
        };
    }
}
