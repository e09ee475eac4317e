package io.mehari.endpoint.mcp.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.Json;
import io.mehari.upstream.Offer.Kind;
import java.util.List;

/**
 * The answers to list requests: one page of a list of a view, and what is missing in it. Safe for concurrent use.
 */
public final class OfferPages {
    /** Key of {@code _meta} under which a list names the servers that are not there. */
    public static final String INCOMPLETE = "io.mehari/incomplete";

    /** Key of {@code _meta} under which a list names what servers offer under one name. */
    public static final String CONFLICTS = "io.mehari/conflicts";

    private static final int CONFLICTS_TOLD = 100;

    private final ViewOffers offers;
    private final MissingServers missing;
    private final Cursors cursors = new Cursors();
    private final int pageSize;

    /**
     * Pages of lists.
     *
     * @param offers the lists
     * @param missing knows who is not there
     * @param pageSize most entries of a page
     */
    public OfferPages(ViewOffers offers, MissingServers missing, int pageSize) {
        this.offers = offers;
        this.missing = missing;
        this.pageSize = pageSize;
    }

    /**
     * One page.
     *
     * @param kind of which list
     * @param view of which view
     * @param cursor where it begins, as it came from the client; null or missing for the first page
     * @return the {@code result} object; its entries are encoded already, so that they can be written and not be read
     * @throws McpErrorException -32602 for a cursor that was not made here for this list
     */
    public ObjectNode page(Kind kind, McpView view, JsonNode cursor) {
        ViewOffer offer = offers.of(view);
        List<Entry> all = offer.list(kind);
        String list = kind + " " + view.kind() + " " + view.name();
        int from = begin(list, all, cursor);
        int to = Math.min(all.size(), from + pageSize);
        ObjectNode result = Json.object();
        result.set(member(kind), EncodedEntries.node(all.subList(from, to)));
        if (to < all.size()) {
            result.put("nextCursor", cursors.behind(list, all, to));
        }
        ObjectNode meta = Json.object();
        put(meta, INCOMPLETE, missing.of(view));
        put(meta, CONFLICTS, conflicts(kind, offer));
        put(result, "_meta", meta);
        return result;
    }

    private int begin(String list, List<Entry> all, JsonNode cursor) {
        if (cursor == null || cursor.isMissingNode() || cursor.isNull()) {
            return 0;
        }
        if (!cursor.isTextual()) {
            throw McpErrorException.invalidParams("params.cursor must be a string");
        }
        return cursors.next(list, all, cursor.textValue())
                .orElseThrow(
                        () -> McpErrorException.invalidParams("The cursor was not made for this list, or the gateway"
                                + " has been started again since: ask without a cursor for the first page"));
    }

    private static ArrayNode conflicts(Kind kind, ViewOffer offer) {
        ArrayNode told = Json.MAPPER.createArrayNode();
        offer.conflicts().stream()
                .filter(conflict -> conflict.list() == kind)
                .limit(CONFLICTS_TOLD)
                .forEach(conflict -> {
                    ObjectNode one = told.addObject()
                            .put("name", conflict.name())
                            .put("server", conflict.kept())
                            .put("other", conflict.other());
                    if (!conflict.shownAs().isEmpty()) {
                        one.put("shown_as", conflict.shownAs());
                    }
                });
        return told;
    }

    private static void put(ObjectNode object, String name, JsonNode value) {
        if (!value.isEmpty()) {
            object.set(name, value);
        }
    }

    private static String member(Kind kind) {
        return switch (kind) {
            case TOOLS -> "tools";
            case RESOURCES -> "resources";
            case RESOURCE_TEMPLATES -> "resourceTemplates";
            case PROMPTS -> "prompts";
        };
    }
}
