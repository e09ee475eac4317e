package io.mehari.endpoint.mcp.offer;

import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.catalog.offer.OfferCatalog;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.ViewOffer.Revision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lists of all views, each made when it is first asked for after a change of the catalogues, and of what was encoded
 * before. Safe for concurrent use.
 */
public final class ViewOffers {
    private static final Logger LOG = LoggerFactory.getLogger(ViewOffers.class);

    /** Most conflicts that are remembered as told. */
    private static final int MOST_TOLD = 1_000;

    private final ToolCatalog tools;
    private final OfferCatalog offers;
    private final ToolGroups groups;
    private final Map<McpView, ViewOffer> made = new ConcurrentHashMap<>();
    private final Set<Conflict> told = ConcurrentHashMap.newKeySet();

    /**
     * The views of a gateway.
     *
     * @param tools all tools
     * @param offers all resources, templates and prompts
     * @param groups the configured groups
     */
    public ViewOffers(ToolCatalog tools, OfferCatalog offers, ToolGroups groups) {
        this.tools = tools;
        this.offers = offers;
        this.groups = groups;
    }

    /**
     * What clients of a view see now.
     *
     * @param view of a server or a group that exists, or of all
     * @return of one revision of each catalogue
     */
    public ViewOffer of(McpView view) {
        ViewOffer known = made.get(view);
        return known != null && known.revision().equals(revision()) ? known : make(view);
    }

    private Revision revision() {
        return new Revision(tools.revision(), offers.revision());
    }

    private synchronized ViewOffer make(McpView view) {
        Revision revision = revision();
        ViewOffer known = made.get(view);
        if (known != null && known.revision().equals(revision)) {
            return known; // another thread has made it
        }
        ViewOffer encoded = view.kind() == McpView.Kind.GROUP ? of(McpView.ALL) : known;
        ViewOffer offer = new ViewBuilder(view, revision, encoded).build(tools, offers, groups);
        made.put(view, offer);
        if (view.equals(McpView.ALL)) {
            tell(offer);
            forgetRemoved();
        }
        return offer;
    }

    private void tell(ViewOffer offer) {
        Map<String, List<Conflict>> untold = offer.conflicts().stream()
                .filter(conflict -> told.size() < MOST_TOLD && told.add(conflict))
                .collect(Collectors.groupingBy(conflict -> conflict.kept() + '/' + conflict.other()));
        untold.values().forEach(conflicts -> {
            LOG.warn("{}", conflicts.get(0).sentence());
            if (conflicts.size() > 1) {
                LOG.warn("The same holds for {} more of them", conflicts.size() - 1);
            }
        });
    }

    private void forgetRemoved() {
        made.keySet()
                .removeIf(view -> view.isServer()
                        && !tools.hasServer(view.name())
                        && !offers.servers().contains(view.name()));
    }
}
