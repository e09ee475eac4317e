package io.mehari.endpoint.mcp.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.catalog.offer.OfferCatalog;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.Json;
import io.mehari.support.FakeUpstream;
import io.mehari.support.Tools;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Offer.Kind;
import io.mehari.upstream.Upstreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Catalogues of a test, and the lists that clients get of them, read again from their bytes. */
public final class Views {
    public final ToolCatalog tools = new ToolCatalog();
    public final OfferCatalog offers = new OfferCatalog();
    public final Upstreams upstreams = new Upstreams();
    public final ToolGroups groups;
    public final ViewOffers views;
    public final MissingServers missing;
    public final OfferPages pages;

    public Views(int pageSize) {
        this(pageSize, new GroupSettings(Map.of()));
    }

    public Views(int pageSize, GroupSettings settings) {
        groups = new ToolGroups(settings, tools, new ServerAliases());
        views = new ViewOffers(tools, offers, groups);
        missing = new MissingServers(upstreams, groups);
        pages = new OfferPages(views, missing, pageSize);
    }

    /** A server that is there, with these tools and an offer. */
    public FakeUpstream server(String name, Offer offer) {
        FakeUpstream upstream = new FakeUpstream(name);
        upstreams.add(upstream);
        tools.replace(ToolSource.of(upstream.settings()), offer.tools());
        offers.replace(name, offer);
        return upstream;
    }

    public FakeUpstream server(String name, String... toolNames) {
        return server(name, offer(Kind.TOOLS, toolNames));
    }

    /** An offer of one kind: names of tools or prompts, URIs or templates. */
    public static Offer offer(Kind kind, String... keys) {
        List<ObjectNode> entries = new ArrayList<>();
        for (String key : keys) {
            entries.add(
                    switch (kind) {
                        case TOOLS -> Tools.definition(key);
                        case PROMPTS -> Json.object().put("name", key);
                        case RESOURCES -> Json.object().put("uri", key).put("name", "r");
                        case RESOURCE_TEMPLATES ->
                            Json.object().put("uriTemplate", key).put("name", "t");
                    });
        }
        return Offer.NONE.with(kind, entries);
    }

    /** One page as a client reads it. */
    public JsonNode page(Kind kind, McpView view, String cursor) {
        try {
            return Json.read(Json.bytes(pages.page(
                    kind,
                    view,
                    cursor == null ? null : Json.MAPPER.getNodeFactory().textNode(cursor))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What a member of the first page is. */
    public List<String> list(Kind kind, McpView view, String member, String key) {
        List<String> keys = new ArrayList<>();
        page(kind, view, null)
                .path(member)
                .forEach(entry -> keys.add(entry.path(key).asText()));
        return keys;
    }

    public List<String> toolNames(McpView view) {
        return list(Kind.TOOLS, view, "tools", "name");
    }
}
