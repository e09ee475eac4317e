package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.method.ListKind;
import io.mehari.protocol.Json;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Of what a client wants to be told (MCP 2026-07-28, subscriptions). Immutable.
 *
 * @param kinds lists whose changes it wants
 * @param uris resources whose changes it wants
 */
record ListenFilter(Set<ListKind> kinds, Set<String> uris) {
    /** Resources that one stream may name. */
    static final int MOST_URIS = 100;

    /** Longest address of a resource that can be watched, in characters. */
    static final int LONGEST_URI = 2_048;

    private static final String SUBSCRIPTIONS = "resourceSubscriptions";
    private static final Map<ListKind, String> FIELDS = new EnumMap<>(Map.of(
            ListKind.TOOLS, "toolsListChanged",
            ListKind.PROMPTS, "promptsListChanged",
            ListKind.RESOURCES, "resourcesListChanged"));

    /** Where the capabilities of a server say that it tells of changes. */
    private static final Map<ListKind, String> CAPABILITIES = new EnumMap<>(
            Map.of(ListKind.TOOLS, "tools", ListKind.PROMPTS, "prompts", ListKind.RESOURCES, "resources"));

    /**
     * Reads the params of a request.
     *
     * @throws McpErrorException -32602 if they are not valid
     */
    static ListenFilter of(ObjectNode params) {
        JsonNode wanted = params.path("notifications");
        if (!wanted.isObject()) {
            throw McpErrorException.invalidParams("params.notifications must be an object that says what to listen to");
        }
        EnumSet<ListKind> kinds = EnumSet.noneOf(ListKind.class);
        FIELDS.forEach((kind, field) -> {
            JsonNode value = wanted.path(field);
            if (!value.isMissingNode() && !value.isBoolean()) {
                throw McpErrorException.invalidParams("params.notifications." + field + " must be true or false");
            }
            if (value.asBoolean()) {
                kinds.add(kind);
            }
        });
        return new ListenFilter(kinds, uris(wanted.path(SUBSCRIPTIONS)));
    }

    private static Set<String> uris(JsonNode wanted) {
        if (!wanted.isMissingNode() && !wanted.isArray()) {
            throw McpErrorException.invalidParams(
                    "params.notifications." + SUBSCRIPTIONS + " must be an array of URIs");
        }
        if (wanted.size() > MOST_URIS) {
            throw McpErrorException.invalidParams("params.notifications." + SUBSCRIPTIONS + " has " + wanted.size()
                    + " URIs, but one stream can watch " + MOST_URIS + ": open another one for the rest");
        }
        Set<String> uris = new LinkedHashSet<>();
        for (JsonNode uri : wanted) {
            if (!uri.isTextual() || uri.textValue().length() > LONGEST_URI) {
                throw McpErrorException.invalidParams("params.notifications." + SUBSCRIPTIONS
                        + " must hold URIs of at most " + LONGEST_URI + " characters");
            }
            uris.add(uri.textValue());
        }
        return uris;
    }

    /** The part of it that a view can tell of. */
    ListenFilter within(ObjectNode capabilities) {
        EnumSet<ListKind> served = EnumSet.noneOf(ListKind.class);
        for (ListKind kind : kinds) {
            if (capabilities.path(CAPABILITIES.get(kind)).path("listChanged").asBoolean()) {
                served.add(kind);
            }
        }
        boolean watches = capabilities.path("resources").path("subscribe").asBoolean();
        return new ListenFilter(served, watches ? uris : Set.of());
    }

    /** The same filter as clients have it. */
    ObjectNode toClient(Collection<String> watched) {
        ObjectNode notifications = Json.object();
        kinds.forEach(kind -> notifications.put(FIELDS.get(kind), true));
        if (!watched.isEmpty()) {
            watched.forEach(notifications.putArray(SUBSCRIPTIONS)::add);
        }
        return notifications;
    }
}
