package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.MissingServers;
import io.mehari.endpoint.mcp.offer.ViewOffers;
import io.mehari.protocol.Json;
import io.mehari.text.Version;
import io.mehari.upstream.Offer.Kind;
import io.mehari.upstream.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what a view can do. Clients keep that for a whole session, while servers come and go: a view of several servers
 * always has all that a server may bring, and so has one server that was never there. Safe for concurrent use.
 */
public final class ViewDescriptions {
    /** Longest instructions of several servers together, in characters; more are cut where one can see it. */
    static final int LONGEST_INSTRUCTIONS = 16 * 1024;

    private static final String CUT = "... (cut)";
    private static final String LIST_CHANGED = "listChanged";

    private final MissingServers servers;
    private final ViewOffers offers;

    /**
     * Describes views.
     *
     * @param servers knows which servers a view has
     * @param offers what views show
     */
    public ViewDescriptions(MissingServers servers, ViewOffers offers) {
        this.servers = servers;
        this.offers = offers;
    }

    ObjectNode capabilities(McpView view) {
        ObjectNode known = view.isServer() ? declared(view) : Json.object();
        boolean all = known.isEmpty() && view.kind() != McpView.Kind.GROUP;
        ObjectNode capabilities = Json.object();
        capabilities.putObject("tools").put(LIST_CHANGED, true);
        if (all || known.has("resources") || offersAny(view, Kind.RESOURCES, Kind.RESOURCE_TEMPLATES)) {
            ObjectNode resources = capabilities.putObject("resources");
            if (all || known.path("resources").path("subscribe").asBoolean()) {
                resources.put("subscribe", true);
            }
            resources.put(LIST_CHANGED, true);
        }
        if (view.kind() == McpView.Kind.GROUP && anyHasResources(view)) {
            capabilities.putObject("resources"); // to be read where results name them; none is listed
        }
        if (all || known.has("prompts") || offersAny(view, Kind.PROMPTS)) {
            capabilities.putObject("prompts").put(LIST_CHANGED, true);
        }
        if (all || known.has("completions")) {
            capabilities.putObject("completions");
        }
        if (all || known.has("logging") || view.kind() == McpView.Kind.GROUP) {
            capabilities.putObject("logging");
        }
        return capabilities;
    }

    private boolean anyHasResources(McpView view) {
        return servers.servers(view).stream()
                .anyMatch(upstream -> upstream.capabilities().has("resources"));
    }

    /** What routes add under the name of a server. */
    private boolean offersAny(McpView view, Kind... kinds) {
        return view.isServer()
                && List.of(kinds).stream()
                        .anyMatch(kind -> !offers.of(view).list(kind).isEmpty());
    }

    private ObjectNode declared(McpView view) {
        List<Upstream> found = servers.servers(view);
        return found.isEmpty() ? noServer() : found.get(0).capabilities();
    }

    /** A server whose tools are all routes. */
    private static ObjectNode noServer() {
        ObjectNode capabilities = Json.object();
        capabilities.putObject("tools");
        capabilities.putObject("resources").put("subscribe", true);
        capabilities.putObject("prompts");
        return capabilities;
    }

    Optional<String> instructions(McpView view) {
        List<Upstream> giving = servers.servers(view).stream()
                .filter(upstream -> !instructionsOf(upstream).isBlank())
                .toList();
        if (giving.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(view.isServer() ? instructionsOf(giving.get(0)) : merged(giving));
    }

    private static String merged(List<Upstream> giving) {
        List<String> parts = new ArrayList<>();
        giving.forEach(upstream -> parts.add("# " + upstream.name() + "\n\n" + instructionsOf(upstream)));
        String whole = String.join("\n\n", parts);
        if (whole.length() <= LONGEST_INSTRUCTIONS) {
            return whole;
        }
        int share = LONGEST_INSTRUCTIONS / parts.size() - 2;
        parts.replaceAll(part -> cut(part, share));
        return String.join("\n\n", parts);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Math.max(0, longest - CUT.length());
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    private static String instructionsOf(Upstream upstream) {
        return upstream.status().instructions().orElse("");
    }

    ObjectNode serverInfo() {
        return Json.object().put("name", "mehari").put("title", "Mehari").put("version", Version.current());
    }
}
